"""html → article: the main text by trafilatura, tables kept, what the page's meta tags say of it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree
from trafilatura import bare_extraction

from analyzer.articles.decoding import declaration, decode_as
from analyzer.articles.limits import Limits
from analyzer.articles.rows import OnSkip, loose_date
from analyzer.errors import InputError
from analyzer.records import Article

# Names of meta tags by what they tell, the most telling first: those that the State Council's guide for government
# sites prescribes (ArticleTitle, PubDate, ContentSource, Url), then Open Graph, Dublin Core and what sites make up.
_META = {
    "title": ("articletitle", "og:title", "dc.title", "dcterms.title", "twitter:title", "title"),
    "date": ("pubdate", "article:published_time", "og:published_time", "publishdate", "publish_date", "dc.date", "dcterms.date", "date"),
    "source": ("contentsource", "source", "mediaid", "dc.source", "article:author"),
    "url": ("url", "og:url"),
}
_SITE = re.compile(r"\s*[-_|—–]\s*[^-_|—–]{1,20}$|_[^_]*(?:网|政府|委员会|部|局)$")
_BLOCKS = frozenset(["p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "section", "article", "header", "footer", "table", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "title", "body"])
_UNREAD = ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "head", "select", "textarea", "button")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_BLANKS = re.compile(r"\s+")
_MANY = re.compile(r" {2,}")
_AROUND_TABS = re.compile(r"(?<! ) *\t *")
_LAID_OUT = 6
"""Paragraphs that a cell of a table of data has at most."""
_FEWEST_ROWS, _FEWEST_HAN = 3, 40
"""Of a table that is no calendar, form or list of links."""
_MOST_TABLES = 100
_HAN = re.compile("[\u4e00-\u9fff]")
_SHORTEST_TITLE = 4
_SITE_NAME = re.compile(r"(?:人民政府|政府网|门户网站|网站|网|频道|首页|部|委|局|厅|委员会)$")


def read(file: Path, id: str, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits) -> Iterator[Article]:  # noqa: ARG001
    """The article of a page.

    Raises:
        InputError: the page is empty, in no known encoding, or holds no text.
    """
    limits.check_document(file.stat().st_size)
    data = file.read_bytes()
    page, encoding = decode_as(data, declared=declaration(data))
    yield from_page(page, id=id, encoding=encoding)


def from_page(page: str, *, id: str | None = None, encoding: str | None = None) -> Article:
    """The article in the text of a page: scripts are not run, nothing is fetched.

    Raises:
        InputError: the page holds no text.

    >>> page = "<html><head><meta name='PubDate' content='2024-04-26 10:00'></head><body><p>各地要加强管理。</p></body></html>"
    >>> article = from_page(page)
    >>> article.text, article.date
    ('各地要加强管理。', '2024-04-26')
    """
    tree = _tree(page)
    text = main_text(tree)
    if not text.strip():
        raise InputError("holds no text outside scripts and menus, or only what is nested too deeply")
    return Article(text, id=id, encoding=encoding, **metadata(tree))


def _tree(page: str) -> Any:
    # An XML declaration in a str is refused by lxml, and so are characters that XML cannot hold.
    page = _NOT_XML.sub("\ufffd", re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8"), parser=parser)
    except etree.ParserError:
        raise InputError("holds no text outside scripts and menus") from None
    for element in tree.xpath("|".join(f"//{name}" for name in _UNREAD if name != "head")):
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def main_text(tree: Any) -> str:
    """The running text of a page, one line a paragraph, cells of tables apart by tabs.

    What trafilatura finds; where it finds nothing, or gives all it found as one heap, all text that a reader would see (menus
    and the like are set aside by cleaning later).
    """
    found = bare_extraction(copy.deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True, with_metadata=False)
    body = getattr(found, "body", None)
    text = _rendered(body) if body is not None else ""
    page = tree.find("body") if tree.tag == "html" else tree
    whole = _visible(page)
    if body is not None and _is_heap(body):
        # Small pages: paragraphs and cells stand in it one to a line, so it is read again with its tables.
        size = len(_bare(text))
        for better in (whole, "\n".join(_visible(article) for article in tree.iter("article"))):
            if size * 0.95 <= len(_bare(better)) <= size * 1.05:
                return better
    # A page whose paragraphs are mostly lost was no news page: take all.
    if len(_bare(text)) * 2 < len(_bare(whole)) and len(_bare(text)) < 200:
        return whole
    return "\n".join(part for part in (text, *_lost(page, text)) if part)


def _lost(page: Any, text: str) -> Iterator[str]:
    """The tables of data that are not in the text found, in their order: annexes stand apart from the main text."""
    bare = ""
    for table in islice(page.iter("table"), _MOST_TABLES) if page is not None else ():
        if not _is_grid(table) or len(list(table.iter("tr"))) < _FEWEST_ROWS:
            continue
        linked = sum(len(_bare(link.text_content())) for link in table.iter("a", "input"))
        rows = _visible(table)
        size = len(_HAN.findall(rows))
        if size >= _FEWEST_HAN and linked * 5 < size:
            bare = bare or _bare(text)
            if sum(_bare(row) in bare for row in rows.split("\n")[:_FEWEST_ROWS]) < _FEWEST_ROWS - 1:
                yield rows


def _is_heap(body: Any) -> bool:
    """Whether a body is what trafilatura makes where it sees no structure: one paragraph of many lines."""
    return len(body) == 1 and len(body[0]) == 0 and "\n" in (body[0].text or "").strip()


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _rendered(body: Any) -> str:
    lines: list[str] = []
    for element in body.iter("p", "head", "item", "row", "quote", "code", "fw", "ab"):
        if element.tag == "row":
            for part in element.iter("lb", "p"):
                part.text, part.tail = " " + (part.text or ""), " " + (part.tail or "")
            cells = [_line("".join(cell.itertext())).replace("\n", " ") for cell in element.iter("cell")]
            if any(len(list(cell.iter("p"))) > _LAID_OUT for cell in element.iter("cell")):
                lines += [_line("".join(part.itertext())) for cell in element.iter("cell") for part in list(cell.iter("p")) or [cell]]
            else:
                lines.append("\t".join(cells) if any(cells) else "")
        elif not any(a.tag in ("p", "head", "item", "row", "quote", "code", "fw", "ab") for a in element.iterancestors()):
            for lb in element.iter("lb"):
                lb.tail = "\n" + (lb.tail or "")
            lines.append(_line("".join(element.itertext())))
        elif element.tag == "item" and next(element.iterancestors("item"), None) is None:
            lines.append(_line("".join(element.itertext())))
    return "\n".join(line for line in lines if line)


def _line(text: str) -> str:
    return "\n".join(part for line in text.split("\n") if (part := _SPACES.sub(" ", line).strip()))


def _visible(body: Any) -> str:
    """All text of an element, a line to a block and to a row; within a row blocks are apart by blanks."""
    parts: list[str] = []
    if body is None:
        return ""
    rows = {row for table in body.iter("table") if _is_grid(table) for row in table.iter("tr")}
    row = None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if element in rows:
            row = element if event == "start" else None
            parts.append("\n")
        elif row is not None and tag in ("td", "th"):
            parts.append("\t" if event == "start" and element.getprevious() is not None else "")
        elif tag in _BLOCKS:
            parts.append("\n" if row is None else " ")
        if event == "start":
            parts.append(_BLANKS.sub(" ", element.text or ""))
        elif element is not body:
            parts.append(_BLANKS.sub(" ", element.tail or ""))
    lines = (_AROUND_TABS.sub("\t", _MANY.sub(" ", line)).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _is_grid(table: Any) -> bool:
    """Whether a table holds data; pages are laid out with tables, too: those hold other tables, or long texts in their cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iter("td", "th"))
    return len(cells) > len(list(table.iter("tr"))) and not any(len(list(cell.iter("p", "div"))) > _LAID_OUT for cell in cells)


def metadata(tree: Any) -> dict[str, str | None]:
    """Title, date, source and url as the page's meta tags, title tag or first heading and canonical link tell them.

    >>> page = "<title>关于加强管理的通知_某某部</title><meta property='og:url' content='https://example.org/1'>"
    >>> {name: value for name, value in metadata(lxml.html.document_fromstring(page)).items() if value}
    {'title': '关于加强管理的通知', 'url': 'https://example.org/1'}
    """
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        if name and (content := _SPACES.sub(" ", meta.get("content") or "").strip()):
            tags.setdefault(name, content)
    found = {kind: next((tags[name] for name in names if name in tags), None) for kind, names in _META.items()}
    if not found["title"] and (title := tree.find(".//title")) is not None:
        found["title"] = _SITE.sub("", re.sub(r"\s+", " ", title.text_content()).strip()) or None
    if not found["title"]:
        # A site's name stands in a head of the first order, too.
        heads = (_BLANKS.sub(" ", head.text_content()).strip() for head in tree.iter("h1"))
        found["title"] = next((head for head in heads if len(head) >= _SHORTEST_TITLE and not _SITE_NAME.search(head)), None)
    if not found["url"]:
        found["url"] = next((link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), None)
    try:
        found["date"] = loose_date(found["date"] or "")
    except InputError:  # a page's own slip must not cost its text
        found["date"] = None
    return found
