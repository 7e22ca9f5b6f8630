"""Which theme of the State Council's 主题分类 a sector of GB/T 4754 falls under."""

from __future__ import annotations

from collections.abc import Iterable

# By the longest prefix of the sector's code. 主题分类 puts the information industry under 工业、交通 and tourism and
# services of trade under 商贸、海关、旅游; sections that it does not know (S) have no theme.
_THEMES = {
    "A": "农业、林业、水利",
    "B": "国土资源、能源",
    "C": "工业、交通",
    "D": "国土资源、能源",
    "E": "城乡建设、环境保护",
    "F": "商贸、海关、旅游",
    "G": "工业、交通",
    "H": "商贸、海关、旅游",
    "I": "工业、交通",
    "J": "财政、金融、审计",
    "K": "城乡建设、环境保护",
    "L": "商贸、海关、旅游",
    "M": "科技、教育",
    "N": "城乡建设、环境保护",
    "N76": "农业、林业、水利",
    "N79": "国土资源、能源",
    "O": "商贸、海关、旅游",
    "P": "科技、教育",
    "Q": "卫生、体育",
    "Q85": "民政、扶贫、救灾",
    "R": "文化、广电、新闻出版",
    "R89": "卫生、体育",
}


def sector_themes(codes: Iterable[str]) -> tuple[str, ...]:
    """The themes of sectors by their ids, in order, each once; ids that are no code of GB/T 4754 have none.

    >>> sector_themes(["C36", "term:平台经济", "N761", "C39"])
    ('工业、交通', '农业、林业、水利')
    """
    found = (_THEMES.get(code[:3]) or _THEMES.get(code[:1]) for code in codes if len(code) == 1 or code[1:2].isdigit())
    return tuple(dict.fromkeys(theme for theme in found if theme))
