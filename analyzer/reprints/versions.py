"""Which version of a law or regulation a text is: the year of the last change that its head tells."""

from __future__ import annotations

import re

_FIRST = re.compile(r"^[ 　]*第一条", re.MULTILINE)
_HEAD = 4_000
"""Characters before the first article in which the changes stand."""
_CHANGED = re.compile(r"([12]\d{3}|[一二][一二三四五六七八九〇○零]{3})年[^，。；\n]{1,3}月[^，。；\n]{1,3}日[^，。；\n]{0,90}?(?:公布|发布|颁布|通过|批准|修订|修正)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def version(text: str) -> int:
    """The year of the last change, 0 where the text has no articles or its head tells no change.

    Copies tell the day in different ways (passed, published, signed), hence the year: two versions of one year are taken
    for one. When the text enters into force does not count.

    >>> version("某条例\\n（1991年3月4日国务院令第76号发布　根据2018年9月6日《国务院关于修改某条例的决定》修订）\\n第一条　为了安全，制定本条例。")
    2018
    >>> version("各地要加强管理。"), version("自2019年3月1日起施行。\\n第一条　为了安全，制定本条例。")
    (0, 0)
    """
    first = _FIRST.search(text, 0, _HEAD)
    years = [int(match[1].translate(_DIGITS)) for match in _CHANGED.finditer(text, 0, first.start())] if first else []
    return max(years, default=0)
