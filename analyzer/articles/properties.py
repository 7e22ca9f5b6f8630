"""What a document's properties tell, as far as it may be trusted."""

from __future__ import annotations

import re
from datetime import date, datetime

# A program's own words, a file name, a template's: 「Microsoft Word - 通知.doc」, 「untitled」, 「幻灯片 1」.
_NO_TITLE = re.compile(r"(?i)microsoft|untitled|无标题|未命名|^document\d*$|^文档\d*$|\.(?:docx?|wps|pdf|xlsx?|txt|html?)$|^https?:|^about:")
_STATED = re.compile(r"[12]\d{3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[二〇○一][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月|[12]\d{3}-\d{2}-\d{2}")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def title_or_none(title: str | None, stem: str) -> str | None:
    """A title property, unless a program put it there.

    >>> title_or_none("关于加强管理的通知", "a"), title_or_none("Microsoft Word - 通知.doc", "a")
    ('关于加强管理的通知', None)
    """
    title = re.sub(r"\s+", " ", title or "").strip()
    return title if title and title != stem and _CHINESE.search(title) and not _NO_TITLE.search(title) else None


def date_unless_stated(made: datetime | date | None, text: str) -> str | None:
    """The day a document was made, where its text states no full date that would tell better.

    >>> date_unless_stated(date(2024, 4, 26), "各地要落实。"), date_unless_stated(date(2024, 4, 26), "2023年5月1日起施行")
    ('2024-04-26', None)
    """
    if made is None or not 1980 <= made.year <= 2100 or _STATED.search(text):
        return None
    # The date in python-docx's and LibreOffice's own templates.
    return None if made.isoformat()[:10] in ("2013-12-23", "1980-01-01") else made.isoformat()[:10]
