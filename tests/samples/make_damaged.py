"""Makes the damaged samples from their clean twins: ``python tests/samples/make_damaged.py``.

``12-glossed-toned.txt`` is damaged as mirror sites do it: converted to Traditional script, pinyin written after some
characters by a tool that looks for their two GBK bytes at any offset, odd ones too, and the result read by a lenient
decoder that loses a byte wherever a pair is broken. ``13-glossed-toneless.txt`` keeps Simplified script and repeats
toneless readings. ``14-gb18030.txt`` is not damaged, only encoded in GB18030. What the damage makes is settled: the
same bytes each time.
"""

from __future__ import annotations

from pathlib import Path

import opencc

CLEAN = Path(__file__).parent / "clean"
SAMPLES = Path(__file__).parents[2] / "data" / "samples"

# After which characters such tools write what; counted by hand on pages found on the web.
TONED = {
    "業": "yè", "產": "chǎn", "發": "fā", "務": "wù", "實": "shí", "區": "qū", "設": "shè", "會": "huì", "進": "jìn",
    "應": "yīng", "創": "chuàng", "強": "qiáng", "現": "xiàn", "調": "diào", "優": "yōu", "質": "zhì", "穩": "wěn",
    "統": "tǒng", "經": "jīng", "動": "dòng", "礎": "chǔ", "導": "dǎo", "術": "shù", "轉": "zhuǎn", "續": "xù",
    "時": "shí", "來": "lái", "領": "lǐng", "構": "gòu", "級": "jí", "濟": "jì", "點": "diǎn", "標": "biāo",
    "數": "shù", "準": "zhǔn", "責": "zé", "環": "huán", "機": "jī", "協": "xié", "與": "yǔ", "決": "jué",
    "幫": "bāng", "項": "xiàng", "隊": "duì", "確": "què", "員": "yuán", "車": "chē", "網": "wǎng", "運": "yùn",
}  # fmt: skip
TONELESS = {"国": ("guo", 3), "务": ("wu", 2), "会": ("hui", 1), "电": ("dian", 2), "业": ("ye", 1), "发": ("fa", 2)}


def toned(text: str) -> str:
    """Kind A: Traditional script, toned glosses, byte shifts where a gloss falls between the bytes of two characters."""
    data = opencc.OpenCC("s2t").convert(text).encode("gb18030")
    glosses = {char.encode("gb18030"): reading.encode("gb18030") for char, reading in TONED.items()}
    out, at = bytearray(), 0
    while at < len(data):
        reading = glosses.get(data[at : at + 2])
        if reading is None:
            out += data[at : at + 1]
            at += 1
        else:
            out += data[at : at + 2] + b"(" + reading + b")"
            at += 2
    return lenient(bytes(out))


def lenient(data: bytes) -> str:
    """What a forgiving reader makes of GBK bytes: a lead byte takes the next one along, and no pair becomes ``?``."""
    out, at = [], 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        try:
            out.append(data[at : at + size].decode("gb18030"))
        except UnicodeDecodeError:
            out.append("?")
        at += size
    return "".join(out)


def toneless(text: str) -> str:
    """Kind B: every other hit of a character gets its reading, several times; now and then an emoji slips in."""
    seen = dict.fromkeys(TONELESS, 0)
    out = []
    for char in text:
        out.append(char)
        if char in TONELESS:
            reading, times = TONELESS[char]
            seen[char] += 1
            if seen[char] % 2:
                between = "😀" if seen[char] % 5 == 0 else ""
                out.append(between.join([f"({reading})"] * times))
    return "".join(out)


def main() -> None:
    """Write the three files into data/samples."""
    for name, damage, encoding in (
        ("12-glossed-toned.txt", toned, "utf-8"),
        ("13-glossed-toneless.txt", toneless, "utf-8"),
        ("14-gb18030.txt", str, "gb18030"),
    ):
        clean = (CLEAN / name).read_text(encoding="utf-8")
        (SAMPLES / name).write_bytes(damage(clean).encode(encoding))


if __name__ == "__main__":
    main()
