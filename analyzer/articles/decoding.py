"""Bytes → text: by byte-order mark, by declaration where it proves right, else UTF-8, GB18030, Big5 or UTF-16 by evidence."""

from __future__ import annotations

import codecs
import re

from analyzer.errors import InputError

# The commonest characters of running Chinese in both scripts, of policy prose above all. Text decoded with the wrong
# table is spread over thousands of rare characters: 1 in 4 characters is one of these in real prose, 1 in 100 in
# mojibake (counted by hand on a dozen texts of each kind), so the border between may be drawn generously.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外"
    "天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很"
    "國這為個來時們對會發動產種過學經進著電裡現實體機當點從業開還關內數無條結問設務與應強組織級將"
    "省市县区县委院局厅厂办通知意见规划推加强完善落实责任单位，。、：；（）“”《》"
)
_PLAUSIBLE = 0.12
_SAMPLE = 20_000
_SHORT = 40
_TRIED = ("utf-8", "gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_SEVEN_BIT = (("hz", b"~{"), ("utf-7", b"+"))
"""Encodings of Chinese in ASCII, with what each of them must hold."""
LINEWISE = ("utf-8", "gb18030", "big5hkscs")
"""Encodings in which a line break is one byte that is part of nothing else, and every line can be read by itself."""
_CJK = re.compile("[\u4e00-\u9fff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def plausibility(text: str) -> float:
    """The share of very common characters among those that are not ASCII; 1.0 where all is ASCII.

    >>> plausibility("国务院关于印发规划的通知") > 0.5 > plausibility("鍥藉姟闄㈠叧浜庡嵃鍙戣鍒掔殑閫氱煡")
    True
    """
    wide = [c for c in text[:_SAMPLE] if c > "\x7f"]
    return sum(c in _COMMON for c in wide) / len(wide) if wide else 1.0


def decode(data: bytes) -> str:
    """The text in ``data`` without its byte-order mark, line breaks as they are.

    A few bytes that fit no character (a cut-off end, a slip of the scraper) become U+FFFD.

    Raises:
        InputError: the data is empty, binary (holds NUL bytes) or in no encoding that gives plausible Chinese.

    >>> decode("通知".encode("gb18030")), decode(b"\\xef\\xbb\\xbf" + "通知\\r\\n".encode())
    ('通知', '通知\\r\\n')
    """
    return decode_as(data)[0]


def decode_as(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text in ``data`` and the encoding it was read in.

    Args:
        declared: the encoding that a page or file says it is in: tried first, dropped where it gives rare characters.

    Raises:
        InputError: as :func:`decode`.

    >>> decode_as("关于印发规划的通知".encode("gb18030"), declared="utf-8")
    ('关于印发规划的通知', 'gb18030')
    """
    encoding, skip = detect(data, declared=declared)
    return data[skip:].decode(encoding, "replace"), encoding


def detect(data: bytes, *, partial: bool = False, declared: str | None = None) -> tuple[str, int]:
    """The encoding of ``data`` and the length of its byte-order mark.

    Args:
        data: a whole file, or its beginning.
        partial: the data may end within a character.
        declared: as for :func:`decode_as`.

    Raises:
        InputError: as :func:`decode`.

    >>> detect("国务院关于做好工作的通知".encode("gb18030")), detect("工作通知\\n".encode("utf-16-le"))
    (('gb18030', 0), ('utf-16-le', 0))
    """
    if not data.strip():
        raise InputError("is empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    if b"\0" in data:
        if (wide := _utf_16(data, partial)) is None:
            raise InputError(f"is binary (NUL at byte {data.index(0)}), not text: save it as UTF-8 text")
        return wide, 0
    if data.isascii():
        return _seven_bit(data, partial) or "utf-8", 0
    if declared is not None and (text := _try(data, declared, "strict", partial)) is not None and plausibility(text) >= _PLAUSIBLE:
        return declared, 0
    for errors in ("strict", "replace"):
        texts: dict[str, str] = {}
        for name in _TRIED:
            if (text := _try(data, name, errors, partial)) is not None:
                # Chinese text hardly ever passes for UTF-8 with Chinese in it by chance; short GB18030 text does pass
                # for UTF-8 in other scripts (「通知」 reads as Hebrew).
                if name == "utf-8" and _CJK.search(text):
                    return name, 0
                texts[name] = text
        best = max(texts, key=lambda name: plausibility(texts[name]), default="")
        if best and plausibility(texts[best]) >= _PLAUSIBLE:
            return best, 0
        # Without a line break or a digit, UTF-16 holds no NUL to know it by.
        if (wide := _utf_16(data, partial)) is not None and len(data) >= _SHORT:
            return wide, 0
        # A few characters prove nothing: what decodes without a fault is taken for what it seems.
        if best and len(data) < _SHORT and errors == "strict":
            return best, 0
    raise InputError("is text in neither UTF-8, UTF-16, GB18030 nor Big5: convert it to UTF-8")


_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs", "utf-8": "utf-8",
}  # fmt: skip
_DECLARATION = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_DECLARED_WITHIN = 8192


def declaration(data: bytes) -> str | None:
    """The encoding that an html or xml file says it is in, as the superset in use: gb18030 for gb2312, big5hkscs for big5.

    None where it says nothing or another one: a page that says Latin-1 above Chinese is one of those that say wrong.

    >>> declaration(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb18030'
    """
    found = _DECLARATION.search(data[:_DECLARED_WITHIN])
    if found is None:
        return None
    try:
        return _SUPERSETS.get(codecs.lookup((found[1] or found[2]).decode("ascii", "replace")).name)
    except LookupError:
        return None


def _seven_bit(data: bytes, partial: bool) -> str | None:
    """Which encoding that writes Chinese in ASCII a text is in; None where it is plain ASCII.

    Raises:
        InputError: it is in ISO-2022, of which Chinese has no decoder.
    """
    for name, mark in _SEVEN_BIT:
        if mark in data and (text := _try(data, name, "strict", partial)) is not None and _CJK.search(text) and plausibility(text) >= _PLAUSIBLE:
            return name
    if b"\x1b$" in data:
        raise InputError("is text in ISO-2022, which is not read: convert it to UTF-8")
    return None


def _utf_16(data: bytes, partial: bool) -> str | None:
    """Which UTF-16 without byte-order mark gives plausible Chinese."""
    if len(data) % 2 and not partial:
        return None
    texts = {name: text for name in _WIDE if (text := _try(data, name, "strict", partial)) is not None and _CJK.search(text)}
    best = max(texts, key=lambda name: plausibility(texts[name]), default=None)
    return best if best is not None and plausibility(texts[best]) >= _PLAUSIBLE and "\0" not in texts[best] else None


def _try(data: bytes, encoding: str, errors: str, partial: bool) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)(errors).decode(data, final=not partial)
    except UnicodeDecodeError:
        return None
    if errors == "strict":
        return text
    lost = text.count("\ufffd") - (data.count("\ufffd".encode()) if encoding == "utf-8" else 0)
    return text if lost <= 1 + len(text) // 1000 else None
