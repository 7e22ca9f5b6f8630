"""Document numbers in all their writings, made one: 国办发〔2019〕3号, 国务院令第706号, 海关总署公告2020年第24号."""

from __future__ import annotations

import re

from analyzer.cleaning.issuers import organs_of_line, organs_of_title
from analyzer.cleaning.noise import Line

_B, _E = r"[〔\[【［﹝（(〈「]", r"[〕\]】］﹞）)〉」]"
_NUMBER = re.compile(
    rf"(?P<word>[\u4e00-\u9fff](?:[\u4e00-\u9fffA-Za-z\-—·]{{0,18}}?(?:[（(][\u4e00-\u9fff]{{1,8}}[)）])?[\u4e00-\u9fffA-Za-z]{{0,6}})?)[ ]?{_B}[ ]?(?P<year>(?:19|20)\d{{2}})[ ]?年?[ ]?{_E}[ ]?第?[ ]?(?P<no>\d{{1,5}})[ ]?号"
)
_SIGN = re.compile(rf"{_B}[ ]?(?:19|20)\d\d")
"""What every such number holds: cheaper to look for."""
_ORDER = re.compile(
    r"(?:中华人民共和国)?(?P<who>[\u4e00-\u9fff、 ]{0,30}?(?:部|委|局|会|署|院|行|府|办|厅|国|主席))(?P<kind>令|公告|通告)[ ]*[（(]?(?:(?P<year>(?:19|20)\d{2})年?)?[ ]*第?[ ]*(?P<no>\d{1,5})[ ]*号"
)
_BARE = re.compile(r"[（(]?(?:(?P<year>(?:19|20)\d{2})[ ]?年[ ]?)?第[ ]?(?P<no>\d{1,5})[ ]?号[)）]?")
_ORDER_HEAD = re.compile(r"(?:中华人民共和国)?(?P<who>[\u4e00-\u9fff]{2,20}?)(?P<kind>令|公告|通告)")


def read_number(top: list[Line], given: str = "") -> tuple[str, tuple[str, ...]]:
    """The document's own number, and the organs that an order names."""
    if given:
        return plain_number(given) or given, ()
    for index, line in enumerate(top):
        if "号" not in line.text or len(line.text) > 120:
            continue
        text = line.text.strip("（）() ")
        if _SIGN.search(text) and _NUMBER.fullmatch(text):
            return plain_number(text), ()
        if index < 8:
            order = _ORDER.fullmatch(text)
            if order:
                who = order["who"]
                return _order(who, order["kind"], order["year"], order["no"]), organs_of_line(who) or (who,)
            bare = _BARE.fullmatch(text)
            if bare and index:
                head = _ORDER_HEAD.fullmatch(top[index - 1].text)
                if head:
                    return _order(head["who"], head["kind"], bare["year"], bare["no"]), organs_of_line(head["who"]) or (head["who"],)
                who = organs_of_title(top[index - 1].text)
                kind = re.search(r"(公告|通告|令)$", top[index - 1].text)
                if who and kind:
                    return _order(who[0], kind[1], bare["year"], bare["no"]), ()
    for line in top[:4]:
        # At the end of a title or of the line below it: …的通知（国办发〔2019〕3号）, or letterhead and number in one.
        found = _NUMBER.search(line.text) if len(line.text) < 120 and "号" in line.text and _SIGN.search(line.text) else None
        if found and found.end() >= len(line.text.rstrip("）) ")) and "。" not in line.text:
            return plain_number(found[0]), ()
    return "", ()


def plain_number(text: str) -> str:
    """A number in the one writing, empty where it is none.

    >>> plain_number("国办发[2019] 3 号"), plain_number("国务院令第706号")
    ('国办发〔2019〕3号', '国务院令第706号')
    """
    found = _NUMBER.search(text)
    if found:
        return f"{found['word'].replace(' ', '')}〔{found['year']}〕{int(found['no'])}号"
    order = re.fullmatch(r"(?P<who>[\u4e00-\u9fff]+)(?P<kind>令|公告|通告)[ ]*(?:(?P<year>\d{4})年?)?[ ]*第?[ ]*(?P<no>\d+)[ ]*号", text.strip())
    return _order(order["who"], order["kind"], order["year"], order["no"]) if order else ""


def _order(who: str, kind: str, year: str | None, no: str) -> str:
    who = "国务院" if who == "国" else who.removeprefix("中华人民共和国")
    return f"{who}{kind}{year + '年' if year else ''}第{int(no)}号"


def is_number(line: str) -> bool:
    """Whether a line is a number and nothing else."""
    return bool(_NUMBER.fullmatch(line.strip("（）() ")) or _BARE.fullmatch(line))


def is_order(lines: list[Line]) -> bool:
    """Whether a document begins as an order does: 中华人民共和国国务院令, then 第706号."""
    return len(lines) > 2 and bool(_ORDER_HEAD.fullmatch(lines[0].text) and _BARE.fullmatch(lines[1].text))
