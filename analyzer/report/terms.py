"""The column ``timing`` in words, one for all that come round alike: what the page's filter lists."""

from __future__ import annotations

import re

_PART = re.compile(r"(\d+)([YMWDHM])")
_DATE = {"Y": "年", "M": "个月", "W": "周", "D": "日"}
_TIME = {"H": "小时", "M": "分钟"}
_EVERY = {"P1Y": "每年", "P6M": "每半年", "P3M": "每季度", "P1M": "每月", "P15D": "每半月", "P10D": "每旬", "P1W": "每周", "P1D": "每日"}


def term_of(timing: str) -> str:
    """How often, or in what time, without the day: 「每月」 for each month by the tenth, too; "" for no timing.

    >>> [term_of(timing) for timing in ("R/---10/P1M", "R/P2Y", "P30D", "P1M15D", "PT24H", "P15D/..", "")]
    ['每月', '每2年', '30日内', '1个月15日内', '24小时内', '提前15日', '']
    """
    if not timing:
        return ""
    repeated, ahead = timing.startswith("R/"), timing.endswith("/..")
    length = timing.rpartition("/")[2] if repeated else timing.removesuffix("/..")
    if repeated and length in _EVERY:
        return _EVERY[length]
    date, _, time = length.removeprefix("P").partition("T")
    words = "".join(many + units[unit] for part, units in ((date, _DATE), (time, _TIME)) for many, unit in _PART.findall(part))
    return f"每{words}" if repeated else f"提前{words}" if ahead else f"{words}内"
