"""Traditional to Simplified, run by run and only where the run is Traditional."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple, Protocol

from analyzer.cleaning.edits import Track, changed


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


_SHARED = "乾於著藉瞭徵覆吒薹鑑鮀樑璗寀濛昇鍾祇勳堃甦峯淼喆陞堯犇穀捨藴蘊髮麪麵"
"""Characters that OpenCC would change, and that stand in good Simplified text all the same (names, 乾隆, 著名)."""

_REGIONAL = {"衞": "卫", "敍": "叙", "枱": "台", "衹": "只", "粧": "妆", "糭": "粽", "歴": "历", "鬭": "斗", "砲": "炮", "甚麼": "什么", "甚麽": "什么"}
"""Hong Kong and Taiwan forms that OpenCC's t2s does not know."""

_YU = re.compile("於(?![菟潜乎戏陵])")
"""OpenCC keeps 於 where it takes it for a surname (位於倫敦): in running text it hardly ever is one."""
_UNFIT = re.compile("[\ud800-\udfff\0]")
_ZHU_BEFORE = "显顯名编編原专專论論合土巨拙遗遺译譯昭卓所新撰较較尤最自旧舊近共校初纂"
_ZHU_AFTER = "名作成者述书書称稱录錄有于於文论論《〈家说說"
_ZHU = re.compile(
    f"(?<![{_ZHU_BEFORE}])著(?![{_ZHU_AFTER}])"
    "|(?<=[随隨沿跟接沖冲奔朝向本对對])著(?![名作者])|(?<=有)著(?=[名])?(?![名作述书])|著(?=[于於](?!世))|(?<=论|論)著(?=[力眼])"
)


class Run(NamedTuple):
    """A Traditional stretch."""

    start: int
    end: int


@cache
def _opencc() -> _Converter:
    import opencc

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


@cache
def to_simplified_table() -> dict[int, str]:
    """Every character that OpenCC changes on its own, with what it becomes: for ``str.translate``."""
    alphabet = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    converted = _opencc().convert("\n".join(alphabet)).split("\n")
    table = {ord(a): b for a, b in zip(alphabet, converted, strict=True) if a != b and len(b) == 1}
    table.update({ord(a): b for a, b in _REGIONAL.items() if len(a) == 1})
    return table


@cache
def _traditional_set() -> frozenset[str]:
    """Characters that do not stand in Simplified text."""
    return frozenset(chr(c) for c in to_simplified_table()) - frozenset(_SHARED)


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_traditional_set()))}]")


@cache
def _simplified_set() -> frozenset[str]:
    """Characters that exist in Simplified writing only."""
    import opencc

    forward: _Converter = opencc.OpenCC("s2t")
    table = to_simplified_table()
    alphabet = sorted(set(table.values()))
    out = forward.convert("\n".join(alphabet)).split("\n")
    # A Simplified form that is also a Traditional character of its own (后, 里, 干) is no evidence.
    return frozenset(a for a, b in zip(alphabet, out, strict=True) if a != b and a not in "后里干面谷丑斗云松范准才几卜只制布占采周余向卷欲托咨念迹岩升台了着群峰床污线")


def traditional_runs(text: str) -> list[Run]:
    """The stretches of a text that are Traditional or half-converted, by the evidence of their characters.

    A run is a line. Simplified lines that hold a single Traditional character (a name, a quotation) are none.
    """
    if _traditional().search(text) is None:
        return []
    lines: list[tuple[int, int, int, int]] = []
    at = 0
    is_traditional, is_simplified = _traditional_set().__contains__, _simplified_set().__contains__
    for line in text.split("\n"):
        lines.append((at, at + len(line), sum(map(is_traditional, line)), sum(map(is_simplified, line))))
        at += len(line) + 1
    traditional, simplified = sum(line[2] for line in lines), sum(line[3] for line in lines)
    mostly = traditional >= 3 and traditional > simplified
    unopposed = not simplified  # 「衞生署公布」: too short for more evidence, and nothing speaks against it
    return [
        Run(start, end)
        for start, end, count, other in lines
        if end > start
        and ((count >= 3 and count * 12 >= other) or (mostly and count >= other) or (count >= 2 and count > other) or (unopposed and count))
    ]


def settle_zhu(text: str) -> str:
    """著 as a particle is 着 in Simplified; 著名, 显著, 著作 keep it.

    >>> settle_zhu("著力解决，随著，显著，著名，意味著")
    '着力解决，随着，显著，著名，意味着'
    """
    return _ZHU.sub("着", text) if "著" in text else text


def simplify(text: str) -> str:
    """Convert a Traditional run; the length never changes.

    >>> simplify("著力解決臺灣衞生、乾隆、皇后與以後")
    '着力解决台湾卫生、乾隆、皇后与以后'
    """
    # Lone surrogates and NUL do not reach OpenCC.
    converted = "" if _UNFIT.search(text) else _opencc().convert(text)
    if len(converted) != len(text):
        converted = text.translate(to_simplified_table())
    for form, plain in _REGIONAL.items():
        if form in text:
            converted = converted.replace("甚么", plain) if len(form) > 1 else converted.replace(form, plain)
    if "薹" in text:
        converted = "".join(a if a == "薹" else b for a, b in zip(text, converted, strict=True))
    if "於" in converted:
        converted = _YU.sub("于", converted)
    return settle_zhu(converted)


def simplify_runs(track: Track) -> dict[str, int]:
    """Convert the Traditional runs of a text on its way; tells how many characters changed."""
    text = track.text
    runs = traditional_runs(text)
    if not runs:
        return {}
    out, at = [], 0
    for start, end in runs:
        out += [text[at:start], simplify(text[start:end])]
        at = end
    out.append(text[at:])
    after = "".join(out)
    track.substitute(after)
    return +Counter({"script": changed(text, after)})
