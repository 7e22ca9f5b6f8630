"""html → article: the main text by trafilatura, tables kept, what the page's meta tags say of it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
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

    What trafilatura finds; where it finds nothing, all text that a reader would see (menus and the like are set aside by
    cleaning later).
    """
    found = bare_extraction(copy.deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True, with_metadata=False)
    body = getattr(found, "body", None)
    text = _rendered(body) if body is not None else ""
    whole = _visible(tree)
    # A page whose paragraphs are mostly lost was no news page: take all.
    return text if len(_bare(text)) * 2 >= len(_bare(whole)) or len(_bare(text)) >= 200 else whole


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _rendered(body: Any) -> str:
    lines: list[str] = []
    for element in body.iter("p", "head", "item", "row", "quote", "code", "fw", "ab"):
        if element.tag == "row":
            cells = [_line("".join(cell.itertext())).replace("\n", " ") for cell in element.iter("cell")]
            lines.append("\t".join(cells).strip())
        elif not any(a.tag in ("p", "head", "item", "row", "quote", "code", "fw", "ab") for a in element.iterancestors()):
            for lb in element.iter("lb"):
                lb.tail = "\n" + (lb.tail or "")
            lines.append(_line("".join(element.itertext())))
        elif element.tag == "item" and next(element.iterancestors("item"), None) is None:
            lines.append(_line("".join(element.itertext())))
    return "\n".join(line for line in lines if line)


def _line(text: str) -> str:
    return "\n".join(part for line in text.split("\n") if (part := _SPACES.sub(" ", line).strip()))


def _visible(tree: Any) -> str:
    parts: list[str] = []
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None:
        return ""
    in_row = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        in_row += (tag == "tr") * (1 if event == "start" else -1)
        if tag in ("td", "th"):
            parts.append("\t" if event == "end" else "")
        elif tag in _BLOCKS and not (in_row > 0 and tag != "tr"):
            parts.append("\n")
        if event == "start":
            parts.append(re.sub(r"\s+", " ", element.text or ""))
        elif element is not body:
            parts.append(re.sub(r"\s+", " ", element.tail or ""))
    return "\n".join(line for raw in "".join(parts).split("\n") if (line := re.sub(r"[ \f\v]*\t[ \t]*", "\t", raw).strip()))


def metadata(tree: Any) -> dict[str, str | None]:
    """Title, date, source and url as the page's meta tags, title tag and canonical link tell them.

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
    if not found["url"]:
        found["url"] = next((link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), None)
    try:
        found["date"] = loose_date(found["date"] or "")
    except InputError:  # a page's own slip must not cost its text
        found["date"] = None
    return found
