"""Sector candidates: lexicon terms, longer names formed from adjacent words, unknown items of lists.

Words that stand side by side form one group (「智能|灌溉|机器人」, 「工业|软件」, 「医疗|服务」); every stretch of it that
could be a name is an option, and the filter chooses among them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Kinds of words of the scan; a word may be several.
TERM, MODIFIER, HEAD, BLOCKER = 1, 2, 4, 8

LONGEST = 4
"""Words of a group beyond which only single words and pairs are options."""
WIDEST = 8
"""Words of a group at most; what touches them begins the next one, so that no text costs more than its length."""

VETO_REACH = 16
"""Characters before a name that a veto may look at."""

# 「金融业」 before one of these is 「金融」 + 业务, 业内, 业绩 …
_AFTER_YE = re.compile("[务内绩态主余者界已]|经(?![营济])")
_JOIN = "、和与及或"
_STARTS = frozenset("、和与及")
_ITEM = re.compile(rf"[、和与及]([\u4e00-\u9fffA-Za-z0-9+\-]{{2,9}}?)(?=[{_JOIN}]|以及|等)")


class Term(NamedTuple):
    """A term of the lexicon."""

    name: str
    code: str
    emerging: str
    listed: bool
    """Also an everyday word or a mere object: a sector only where the words around it say so."""


class Head(NamedTuple):
    """A word that ends a longer name."""

    code: str
    after_modifier: bool
    after_sector: bool


class Option(NamedTuple):
    """A span that may be a sector."""

    start: int
    end: int
    term: str
    """The word that decides what it is: the lexicon term, the last word of a formed name, or the unknown item."""
    code: str
    kind: str
    """free, listed (both lexicon terms), formed (by word formation), item (unknown item of a list)."""
    shape: str
    """For a formed name, what its words are: ``智能+term``, ``term+制造``, ``term+term``; ``part`` for a term inside a longer
    one; else empty."""


Hit = tuple[int, int, str]
Group = list[Option]
"""Options over the same stretch of text, the widest first."""


class Words:
    """What candidate building looks up.

    Attributes:
        markers: words after a name that say a sector is meant: 产业, 行业.
        adjectives: words of quality and place that no unknown list item begins with.
        sure: modifiers and heads that always belong to the name.
        veto: what matches after a name that is no sector.
        veto_before: what matches before one, up to its start.
    """

    __slots__ = ("_options", "adjectives", "heads", "kinds", "marker_firsts", "markers", "sure", "terms", "veto", "veto_before")

    def __init__(self, terms: dict[str, Term], heads: dict[str, Head], kinds: dict[str, int], markers: tuple[str, ...], adjectives: tuple[str, ...], sure: frozenset[str], veto: str = "", veto_before: str = "") -> None:
        """Keep the tables; nothing is computed yet."""
        self.terms = terms
        self.heads = heads
        self.kinds = kinds
        self.markers = markers
        self.marker_firsts = frozenset([marker[:1] for marker in markers])
        self.adjectives = adjectives
        self.sure = sure
        self.veto = re.compile(veto or "(?!)")
        self.veto_before = re.compile(veto_before or "(?!)")
        self._options: dict[str, Group] = {}

    def is_made(self, word: str) -> bool:
        """Whether a word is a product, or ends the name of one: what 「智能化」 may qualify."""
        head = self.heads.get(word)
        return (word in self.terms and self.terms[word].code[:1] == "C") or (head is not None and head.code[:1] == "C")

    def vetoes(self, text: str, start: int, end: int) -> bool:
        """Whether the words on either side say that a name is no sector: 「…有限公司」, 「击落多架…」."""
        return self.veto.match(text, end) is not None or self.veto_before.search(text, max(0, start - VETO_REACH), start) is not None

    def options(self, word: str) -> Group:
        """A lexicon term and the shorter terms that begin or end it, as options of a text that is the term alone."""
        found = self._options.get(word)
        if found is None:
            terms, n = self.terms, len(word)
            spans = [(0, n), *((0, b) for b in range(2, n) if word[:b] in terms)]
            spans += [(a, n) for a in range(1, n - 1) if word[a:] in terms]
            found = self._options[word] = [
                Option(a, b, word[a:b], terms[word[a:b]].code, "listed" if terms[word[a:b]].listed else "free", "part")
                for a, b in spans
            ]
            found[0] = found[0]._replace(shape="")
        return found


def single(start: int, word: str, words: Words) -> Group:
    """The options of one lexicon term: itself and the terms that begin or end it."""
    return [Option(start + a, start + b, term, code, kind, shape) for a, b, term, code, kind, shape in words.options(word)]


def form(text: str, run: list[Hit], words: Words) -> list[Group]:
    """The groups of a run of adjacent words."""
    kinds = words.kinds
    if len(run) == 1:
        # Most words stand alone, and most of those are no terms.
        if kinds[run[0][2]] & (TERM | BLOCKER) == TERM:
            group = _with_industry(text, single(run[0][0], run[0][2], words), words)
            return [group] if group else []
        return []
    out: list[Group] = []
    part: list[Hit] = []
    for i, hit in enumerate([*run, (0, 0, "")]):
        kind = kinds.get(hit[2], BLOCKER)
        if kind & BLOCKER and kind & MODIFIER and i + 1 < len(run) and words.is_made(run[i + 1][2]):
            kind = MODIFIER  # 「智能化|仪器」, but 「智能化」 alone hides what is in it
        if kind & BLOCKER or len(part) == WIDEST:
            if part:
                group = _options(part, words)
                if group and (group := _with_industry(text, group, words)):
                    out.append(group)
            part = []
        if not kind & BLOCKER and (part or kind & (TERM | MODIFIER)):
            part.append(hit)
    return out


def _options(part: list[Hit], words: Words) -> Group:
    terms, heads, kinds = words.terms, words.heads, words.kinds
    n = len(part)
    longest = n if n <= LONGEST else 2
    group: Group = []
    for length in range(longest, 0, -1):
        for i in range(n - length + 1):
            j = i + length - 1
            start, end, first, last = part[i][0], part[j][1], part[i][2], part[j][2]
            if length == 1:
                if kinds[first] & TERM:
                    group += single(start, first, words)
                continue
            head = heads.get(last)
            before = kinds[part[j - 1][2]]
            if not kinds[last] & TERM and not (head and ((head.after_modifier and before & MODIFIER) or (head.after_sector and before & TERM))):
                continue
            if not kinds[first] & (TERM | MODIFIER):
                continue
            code = terms[last].code if last in terms else ""
            if not code and head:
                known = [terms[w].code for _, _, w in part[i:j] if w in terms and terms[w].code]
                code = known[-1] if head.after_sector and known else head.code
            names = ["term" if kinds[w] & TERM else w for _, _, w in part[i:j]]
            shape = "+".join([*names, last if head and head.after_sector and before & TERM else "term" if kinds[last] & TERM else last])
            group.append(Option(start, end, last, code, "formed", shape))
    return group


def _with_industry(text: str, group: Group, words: Words) -> Group:
    """Add 「X业」 for the term that ends the group, or mend 「金融业」 + 务, 「服务业」 + 态."""
    end = group[0].end
    if text[end : end + 1] == "业" and not _AFTER_YE.match(text, end + 1):
        o = next((o for o in group if o.end == end and o.kind != "formed"), None)
        if o is not None:
            word = o.term + "业"
            whole = [Option(o.start, end + 1, o.term, o.code, "formed", "term+业")]
            for a in range(1, len(word) - 2):  # 「现代服务|业」 holds 服务业
                if (part := words.terms.get(word[a:])) is not None:
                    whole.append(Option(o.start + a, end + 1, word[a:], part.code, "listed" if part.listed else "free", "part"))
            group = [*whole, *group]
    elif text[end - 1] == "业" and _AFTER_YE.match(text, end):
        group = [o for o in group if o.end != end]
    return group


def add_items(text: str, groups: list[Group], words: Words) -> list[Group]:
    """The groups, and the items of their lists that the lexicon does not know or knows in part only.

    An item counts only after a known sector: 「光伏、XX、风电」, 「光伏、XX等产业」. One that holds a known word (「碳|纳米|管」)
    becomes the first option of that word's group.
    """
    out: list[Group] = []
    n = len(groups)
    i = 0
    while i < n:
        out.append(groups[i])
        at = groups[i][0].end
        i += 1
        while text[at : at + 1] in _STARTS and (match := _ITEM.match(text, at)) is not None:
            start, end, item = match.start(1), match.end(), match[1]
            k = i
            while k < n and groups[k][0].end <= end:
                k += 1
            inside = groups[i:k]
            if item.startswith((*words.adjectives, "产业")) or item.endswith("融合") or (k < n and groups[k][0].start < end) or any(g[0].start == start and g[0].end == end for g in inside):
                break
            out.append([Option(start, end, item, "", "item", ""), *(o for g in inside for o in g)])
            i, at = k, end
    return out
