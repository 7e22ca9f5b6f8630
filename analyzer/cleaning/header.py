"""What a text says of itself: title, date, issuers, number, credits, salutation, signature."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.cleaning.dates import Dated, read_date, read_day, read_roc
from analyzer.cleaning.doc_numbers import is_number, is_order, read_number
from analyzer.cleaning.issuers import organs_of_line, organs_of_title
from analyzer.cleaning.noise import Line
from analyzer.records import Block, Header
from analyzer.twins import maker

_HEADER = maker(Header)
_TOP = 24
"""Lines in which a head may stand."""
_KIND = re.compile(
    r"(?:通知|意见|方案|公告|通告|决定|办法|规定|条例|报告|规划|纲要|计划|批复|复函|函|通报|决议|命令|令|细则|准则|规则|章程|指引|指南|措施|政策|清单|要点|答复|制度|标准|目录|预案|说明|法|宣言|倡议书|公报)"
    r"(?:[（(〔\[].{1,24}[)）〕\]])?$"
)
_SURE_KIND = re.compile(_KIND.pattern.replace("(?:通知", "(?:的(?:\\w{0,4})(?:通知", 1).replace("|公报)", "|公报)|》)", 1))
_PROMULGATED = re.compile(r"(?:现公布|现将|公布)?《([^》]{2,60})》.{0,120}(?:公布|施行|发布)")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,5}[章条编节]|\d{1,2}[.、．]|附件|附[:：]|目[ ]*录$)")
_SALUTATION = re.compile(
    r".{0,200}(?:政府|部门|部委|机构|单位|厅|局|委|办|院|校|企业|公司|银行|中心|党委|党组|会|机关|行|社|站|所|集团|总队|法院|组织|市|区|州|县|大学|组|处|署|同志|代表|[）)])[:：]"
)
_SOURCE = re.compile(r"(?:文章|稿件|信息|新闻|资料|資料)?(?:来源|來源|稿源|出处|来 源)[ ]?[:：][ ]*([^ |　【】\[\]()（）]{1,40})")
_AUTHOR = re.compile(
    r"(?:(?:^|[ |【\[（(])(?:作者|原作者|文|撰稿)[ ]?[:：][ ]*)((?:本[网報报刊站])?记者[ ]?[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff:：])|[^ |【】\[\]()（）:：]{1,20})"
    r"|(?:本[网报刊站])?记者[ ]?[:：]?[ ]*([\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4}){0,3})(?![\u4e00-\u9fff:：])",
    re.M,
)
_EDITOR = re.compile(r"(?:责任编辑|责编|责任編輯|責任編輯|编辑|編輯|值班编辑|执行编辑)[ ]?[:：]?[ ]*([^ |【】\[\]()（）:：]{1,20}(?:[ 、][\u4e00-\u9fff]{1,4})*)")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_DAYLIKE = re.compile("[日号號/.-]")
"""What every date with a day holds."""
_NOT_DAY = re.compile(r"[前起至到后内—－~～-]|之|以[前来后]|[(（]")
_META = {"发文机关": "issuer", "发布机构": "issuer", "成文日期": "date", "标题": "title", "名称": "title", "发文字号": "doc_no", "文号": "doc_no", "发布日期": "published"}
_TAIL = re.compile(r"[（(](?:\d{4}年|此件|本文|\d).{0,40}[)）]$")


class _Foot(NamedTuple):
    organs: tuple[str, ...]
    date: Dated | None
    text: str


def read_header(text: str, lines: list[Line], blocks: list[Block], *, date: str = "") -> Header:
    """Read the head and the foot of a clean text.

    Args:
        text: the clean text.
        lines: its lines.
        blocks: what of it is page furniture.
        date: ISO date known otherwise; gives the year to dates that state none.
    """
    furniture = [text[b.start : b.end] for b in blocks if b.kind == "credit"]
    table = _table(text, blocks)
    body = _outside(lines, blocks)
    title, after = _title(body, table.get("title", ""))
    number, order_organs = read_number(body[:_TOP], table.get("doc_no", ""))
    foot = _foot(body)
    organs = order_organs or organs_of_line(table.get("issuer", "")) or organs_of_title(title) or foot.organs
    found = _date(text, body, blocks, table, foot, date)
    credit = "\n".join(furniture)
    return _HEADER(
        title=title,
        date=found.iso if found else "",
        date_text=found.text if found else "",
        issuers=organs,
        doc_no=number,
        source=_first(_SOURCE, credit),
        author=_first(_AUTHOR, credit),
        editor=_first(_EDITOR, credit),
        salutation=_salutation(body, after),
        signature=foot.text,
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text) if text else None
    return next((group.strip() for group in found.groups() if group), "") if found else ""


def _outside(lines: list[Line], blocks: list[Block]) -> list[Line]:
    """The lines that are in no block."""
    if not blocks:
        return lines
    out, at = [], 0
    for line in lines:
        while at < len(blocks) and blocks[at].end <= line.start:
            at += 1
        if at == len(blocks) or line.start < blocks[at].start:
            out.append(line)
    return out


def _table(text: str, blocks: list[Block]) -> dict[str, str]:
    """The metadata that gov.cn prints above a document."""
    out: dict[str, str] = {}
    for block in blocks:
        if block.kind != "metadata":
            continue
        key = ""
        for line in text[block.start : block.end].split("\n"):
            name, colon, value = line.strip().partition("：") if "：" in line else line.strip().partition(":")
            if colon:
                key = _META.get(name.replace(" ", ""), "")
                if key and value.strip():
                    out.setdefault(key, value.strip())
            elif key and name:
                out.setdefault(key, name)
                key = ""
    return out


def _titular(line: str) -> bool:
    return (
        4 <= len(line) <= 90
        and line[-1] not in "。；;，,、：:"
        and "。" not in line
        and not _HEADING.match(line)
        and not is_number(line)
        and not _alone(line)
    )


def _alone(line: str) -> Dated | None:
    """A line that is a date and nothing else (brackets and 「发布」 apart)."""
    if len(line) > 30 or not ("年" in line or line[:2] in ("19", "20")):
        return None
    plain = line.strip("（）() ")
    found = read_date(plain)
    return found if found and found.start == 0 and len(plain) - found.end <= (6 if ":" in plain else 0) else None


def _title(body: list[Line], given: str) -> tuple[str, int]:
    """The title, its lines joined, and the index of the line after it."""
    order = is_order(body)
    if order:
        named = _PROMULGATED.match(body[2].text)
        if named:
            return named[1], 2
    for index, line in enumerate(body[:6]):
        if index < 2 and order:
            continue
        if _ADDRESS.search(line.text):
            continue
        if not _titular(line.text):
            if len(line.text) > 90 or "。" in line.text:
                break
            continue
        last = _title_end(body, index)
        joined = line.text
        for part in body[index + 1 : last + 1]:
            organs = organs_of_line(joined)
            # Organs of a joint letterhead stand one to a line.
            joined += (" " if organs and not part.text.startswith("关于") else "") + part.text
        return given or joined, last + 1
    return given, 0


def _title_end(body: list[Line], first: int) -> int:
    """The index of the last line of the title that begins at ``first``."""
    joined = body[first].text
    begun = bool(re.search(r"关于|印发|转发|发布|公布", joined)) or bool(organs_of_line(joined))
    if _SURE_KIND.search(joined):
        return first
    for index in range(first + 1, min(len(body), first + 5)):
        follow = body[index].text
        if not _titular(follow):
            break
        joined += follow
        if _SURE_KIND.search(joined) and (begun or "关于" in joined) and joined.count("《") == joined.count("》"):
            return index
    return first


def _foot(body: list[Line]) -> _Foot:
    """The signature: lines of organs and the date under them; the first such place, attachments come after it."""
    for index in range(1, len(body)):
        if len(body[index].text) > 30:
            continue
        dated = _alone(body[index].text)
        if dated is None:
            continue
        organs: list[str] = []
        first = index
        while first > 0 and index - first < 20:
            found = organs_of_line(body[first - 1].text)
            if not found:
                break
            organs[:0] = found
            first -= 1
        if organs and first > 0:
            line = body[first].start
            return _Foot(tuple(dict.fromkeys(organs)), dated, "\n".join(b.text for b in body[first : index + 1] if b.start >= line))
    return _Foot((), None, "")


def _salutation(body: list[Line], after: int) -> str:
    for line in body[after : after + 4]:
        if line.text[-1] in "：:" and len(line.text) <= 400 and _SALUTATION.fullmatch(line.text) and "。" not in line.text and not _HEADING.match(line.text):
            return line.text[:-1]
    return ""


def _date(text: str, body: list[Line], blocks: list[Block], table: dict[str, str], foot: _Foot, known: str) -> Dated | None:
    """The text's own date, from the surest place on."""
    for key in ("published", "date"):
        found = read_date(table.get(key, ""))
        if found:
            return found
    if foot.date:
        return foot.date
    for line in body[1:_TOP]:
        alone = _alone(line.text)
        if alone:
            return alone
        # （2018年9月27日在…会议上）, （2018年9月6日国务院第23次常务会议通过）
        if line.text[0] in "（(" and len(line.text) < 120:
            found = read_date(line.text, 0, 16)
            if found and found.start <= 1:
                return found
    taiwan = "民国" in text[:2000] or "行政院" in text[:2000]
    for block in blocks:
        if block.kind == "credit":
            found = read_date(text, block.start, block.end) or (read_roc(text, block.start, block.end) if taiwan else None)
            if found:
                return found
    for line in reversed(body[-6:]):
        alone = _alone(line.text)
        if alone:
            return alone
    return _dateline(text, body, known)


def _dateline(text: str, body: list[Line], known: str) -> Dated | None:
    """The date at the head of a report: 「新华社北京5月27日电」, 「5月27日，…」."""
    for line in body[:5]:
        head = line.start, min(line.end, line.start + 40)
        if not _DAYLIKE.search(text, *head):
            continue
        whole = read_date(text, *head)
        day = read_day(text, *head, year=known[:4])
        if whole and whole.iso.count("-") == 2 and (day is None or whole.start <= day.start):
            return whole
        if day and (day.start == line.start or not _NOT_DAY.match(text, day.end)):
            return day if day.iso else read_day(text, *head, year=_year(text))
    return None


def _year(text: str) -> str:
    """The year of the first full date near the head of a text, else none; addresses of pages tell when they were put up."""
    found = read_date(_ADDRESS.sub("", text[:600]), 0, 600)
    return found.iso[:4] if found else ""
