"""Who acts in a clause: the party named as its subject, as the object of 鼓励 or 要求, or after 由."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml

VERB, NOUN, MODAL, ADVERB, PREP, STOP, ASK, HELP, TOPIC = 1, 2, 4, 8, 16, 32, 64, 128, 256
_BOUNDARY = VERB | MODAL | ADVERB | PREP
_FILES: dict[str, dict[str, int]] = {
    "verbs.yaml": {
        "serial": VERB, "head": VERB, "noun": VERB | NOUN, "light": VERB, "clausal": VERB, "planning": VERB,
        "frame": VERB, "stop": STOP, "ba": VERB,
    },
    "manner.yaml": {"manner": ADVERB, "modal": MODAL, "link": ADVERB, "prep": PREP, "stop": STOP},
}  # fmt: skip
_OWN = ("head", "whole", "capital", "ask", "help", "stop", "verb", "adverb", "topic", "lead", "support")
_KEYS = ("kind", "markers", "example", "counter_example")
_WEAK_MODALS = frozenset("会能得可需望将应要拟愿请")
_AND = frozenset("、和与及或并")
_LINKS = frozenset(("和", "与", "及", "或", "或者", "以及", "同", "并"))
_OPEN, _CLOSE = frozenset("（("), frozenset("）)")
_PUT_ASIDE = re.compile(r"[（(](?:含|包括|以下|下称|简称|下同|见|如|不含)[^）)]*[）)]$")
_LEAD = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款项][\s\u3000]*|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）]\s*(?!\d)|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[一二三四五六七八九十]{1,2}(?:是|要(?![素求点]))|[①-⑳●•◆■▪☆★—\-\s\u3000“\"‘「])*"
    r"(?:(?:但是?|并且?|而且|同时|此外|另外|因此|为此|特别是|尤其是|其中|其他|首先|其次|最后|届时|期间|一方面|另一方面|今年|明年|年内|今后|下一步|接下来|未来|近期|近日|日前|当前|目前|现在?|原则上|一般|必要时|必要的|如|若|凡是?|凡|只有|无论是?|即)(?![的级])"
    r"|[^，。的要应]{0,14}期间|[^，。的要应]{0,6}(?:日|月|年)(?:前|底|起|末|初|份)?(?:，|(?=[各有我])))*"
)
_LOCATOR = re.compile(r"(?:期间|过程中|[^一-龥]|.)(?:中|内|上|下|后|前|时|里|起|以来|方面|情况下)(?=.)")
_TIMES = re.compile(r"^(?:在|从|自|于|到|至|待|经|对|对于|针对|根据|按照|依照|除|围绕|结合)")


class Subject(NamedTuple):
    """What a clause says of who acts."""

    kind: str
    """subject, asked (鼓励X), agent (由X), topic (something else stands in the subject's place), bare, verb."""
    start: int
    end: int


class SubjectRules:
    """The words that tell who acts from what is done.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = SubjectRules.from_lexicons(lexicons_dir())
    >>> text = "各地区、各有关部门要加强领导"
    >>> subject = rules.subject(text, {})
    >>> subject.kind, text[subject.start:subject.end]
    ('subject', '各地区、各有关部门')
    """

    __slots__ = ("_heads", "_kinds", "_longest", "_rows", "_scanner", "asked_heads", "wholes")

    def __init__(self, rows: Mapping[str, Any]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = rows
        words: Mapping[str, int] = rows["words"]
        self._scanner = Scanner(words)
        self._kinds = list(words.values())
        self._heads = frozenset(rows["heads"])
        self.asked_heads = self._heads | frozenset(rows["capital"])
        self.wholes = frozenset(rows["wholes"])
        self._longest = max(map(len, self.asked_heads))

    @classmethod
    def from_lexicons(cls, folder: Path) -> SubjectRules:
        """Read ``parties.yaml`` and the verbs and adverbs of ``verbs.yaml`` and ``manner.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        words: dict[str, int] = {}
        for name, bits in _FILES.items():
            for row in read_yaml(folder / name, (*_KEYS, "lemma"), required=("kind", "markers")):
                for word in map(str, row.cells["markers"]):
                    if row.cells["kind"] in bits:
                        words[word] = words.get(word, 0) | bits[row.cells["kind"]]
        kinds: dict[str, list[str]] = {"head": [], "whole": [], "capital": []}
        more = {"ask": ASK | VERB, "help": HELP | VERB, "stop": STOP, "verb": VERB, "adverb": ADVERB, "topic": TOPIC}
        for row in read_yaml(folder / "parties.yaml", _KEYS, required=_KEYS):
            kind = row.cells["kind"]
            if kind not in _OWN:
                raise row.fail(f"kind {kind!r} is none of {', '.join(_OWN)}")
            for word in dict.fromkeys(map(str, row.cells["markers"])):
                if kind in kinds:
                    kinds[kind].append(word)
                elif kind in more:
                    words[word] = words.get(word, 0) | more[kind]
        return cls({"words": words, "heads": kinds["head"], "wholes": kinds["whole"], "capital": kinds["capital"]})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> SubjectRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def head_before(self, text: str, begin: int, at: int, organs: Mapping[int, int], *, asked: bool = False) -> int:
        """Where the name of a party ends that stands right before ``at``; -1 where none does."""
        heads = self.asked_heads if asked else self._heads
        end = at
        while True:
            if end > begin and organs.get(end, -1) >= begin:
                return end
            for size in range(min(self._longest, end - begin), 0, -1):
                if text[end - size : end] in heads:
                    return end
            if text[begin:end] in self.wholes:
                return end
            if end - begin < 2:
                return -1
            if text[end - 1] == "等":
                end -= 1
            elif text[end - 1] in _CLOSE:
                opening = max(text.rfind("（", begin, end), text.rfind("(", begin, end))
                if opening <= begin:
                    return -1
                kept = not _PUT_ASIDE.search(text, begin, end)
                inner = self.head_before(text, begin, opening, organs, asked=asked)
                return (end if kept and inner == opening else inner) if inner > 0 else -1
            else:
                return -1

    def head_at(self, text: str, at: int) -> bool:
        """Whether a word that ends parties' names starts at a position."""
        heads = self._heads
        return any(text[at : at + size] in heads for size in (2, 3, 4, 1))

    def subject(self, text: str, organs: Mapping[int, int], *, loose: bool = False) -> Subject:
        """The party of a clause.

        Args:
            text: the clause.
            organs: end → start of organs and regions found in it.
            loose: for a clause that is no directive: its end may end the name too.
        """
        size = len(text)
        kinds, starts, ends = [], [], []
        masked = "（" in text or "(" in text or "《" in text
        spans = _brackets(text) if masked else ()
        for term, a, b in self._scanner.longest(text):
            if masked and any(s <= a < e for s, e in spans):
                continue
            kinds.append(self._kinds[term])
            starts.append(a)
            ends.append(b)
        lead = _LEAD.match(text)
        begin = lead.end() if lead else 0
        if begin >= size:
            return Subject("bare", 0, 0)
        n = len(starts)
        first = 0
        while first < n and starts[first] < begin:
            first += 1
        return _Reader(self, text, organs, kinds, starts, ends, loose).read(begin, first)


class _Reader(NamedTuple):
    rules: SubjectRules
    text: str
    organs: Mapping[int, int]
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    loose: bool

    def read(self, begin: int, first: int) -> Subject:
        text, kinds, starts, ends = self.text, self.kinds, self.starts, self.ends
        n = len(starts)
        opening = kinds[first] if first < n and starts[first] == begin else 0
        # 鼓励X…, 要求X…
        if opening & (ASK | MODAL | ADVERB) or opening & HELP:
            i = first
            at = begin
            while i < n and starts[i] == at and kinds[i] & (MODAL | ADVERB) and not kinds[i] & ASK:
                at = ends[i]
                i += 1
            if i < n and starts[i] == at and kinds[i] & ASK:
                return self.asked(i)
            if opening & HELP and not self.rules.head_at(text, ends[first]):
                return Subject("verb", 0, 0)
        modal = self.modal(first)
        if opening & PREP:
            return self.after_adjunct(begin, first, modal)
        if opening & (MODAL | ADVERB):
            return Subject("bare", 0, 0)
        relative = False
        if opening & VERB:
            after = ends[first]
            if not (opening & NOUN and self.rules.head_at(text, after)):
                relative = True
                if modal < 0 and not self.loose:
                    return self.agent(first) or Subject("verb", 0, 0)
                if "的" not in text[begin:]:
                    if modal < 0 or not opening & NOUN:
                        return self.agent(first) or Subject("verb", 0, 0)
        if modal >= 0:
            at = starts[modal]
            end = self.rules.head_before(text, begin, at, self.organs)
            if end > 0 and self.plain(begin, end, first, modal, relative):
                return Subject("subject", begin, end)
        found = self.first_head(begin, first, modal, relative)
        if found:
            return found
        if (agent := self.agent(first)) is not None:
            return agent
        if relative:
            return Subject("verb", 0, 0)
        if modal >= 0 and starts[modal] - begin >= 2:
            return Subject("topic", begin, starts[modal])
        return Subject("bare", 0, 0)

    def plain(self, begin: int, end: int, first: int, modal: int, relative: bool) -> bool:
        """Whether the stretch before a modal is one name, without another party and verb inside."""
        if relative:
            return "的" in self.text[begin:end] or end - begin <= 12
        for i in range(first, modal):
            if self.starts[i] >= end:
                break
            if self.kinds[i] & (VERB | PREP | ADVERB) and not self.kinds[i] & NOUN and self.text[self.starts[i] : self.ends[i]] not in _LINKS:
                if self.rules.head_before(self.text, begin, self.starts[i], self.organs) > 0:
                    return "的" in self.text[self.ends[i] : end]
        return True

    def modal(self, first: int) -> int:
        """Number of the first modal that a predicate follows, -1 for none."""
        text = self.text
        for i in range(first, len(self.starts)):
            if not self.kinds[i] & MODAL or self.ends[i] >= len(text):
                continue
            at, end = self.starts[i], self.ends[i]
            if end - at > 1:
                return i
            nxt = i + 1
            goes_on = nxt < len(self.starts) and self.starts[nxt] == end and self.kinds[nxt] & _BOUNDARY
            if goes_on or text[end] == "不":
                return i
            if text[at] in "要应须" and self.rules.head_before(text, 0, at, self.organs) > 0:
                return i
        return -1

    def first_head(self, begin: int, first: int, modal: int, relative: bool) -> Subject | None:
        """The first party's name that a predicate follows at once."""
        text = self.text
        if relative and not self.loose:
            return None
        for i in range(first, len(self.starts)):
            at = self.starts[i]
            kind = self.kinds[i]
            if at <= begin or not kind & _BOUNDARY:
                continue
            word = text[at : self.ends[i]]
            if word in _LINKS:
                continue
            end = self.rules.head_before(text, begin, at, self.organs)
            if end < 0:
                if kind & PREP and not kind & ADVERB and text[begin:at].find("的") < 0 and not self.loose:
                    pass
                continue
            if kind & NOUN and (self.rules.head_at(text, self.ends[i]) or text[self.ends[i] : self.ends[i] + 1] in ("的", "")):
                continue
            if relative and "的" not in text[begin:end]:
                continue
            return Subject("subject", begin, end)
        if self.loose:
            end = self.rules.head_before(text, begin, len(text), self.organs)
            if end > 0 and (not relative or "的" in text[begin:end]):
                return Subject("subject", begin, end)
        return None

    def asked(self, i: int) -> Subject:
        """X of 鼓励X V."""
        text, begin = self.text, self.ends[i]
        first = i + 1
        n = len(self.starts)
        while first < n and self.starts[first] == begin and text[begin : self.ends[first]] in ("和", "并", "、", "支持", "引导"):
            begin = self.ends[first]
            first += 1
        if first < n and self.starts[first] == begin and self.kinds[first] & _BOUNDARY:
            if not (self.kinds[first] & NOUN and self.rules.head_at(text, self.ends[first])):
                return Subject("verb", 0, 0)
        for k in range(first, n):
            at = self.starts[k]
            if not self.kinds[k] & _BOUNDARY or text[at : self.ends[k]] in _LINKS:
                continue
            end = self.rules.head_before(text, begin, at, self.organs, asked=True)
            if end > 0:
                if self.kinds[k] & NOUN and self.rules.head_at(text, self.ends[k]):
                    continue
                return Subject("asked", begin, end)
        end = self.rules.head_before(text, begin, len(text), self.organs, asked=True)
        if end > 0:
            return Subject("asked", begin, end)
        return Subject("verb", 0, 0)

    def agent(self, first: int) -> Subject | None:
        """X of 由X V."""
        text = self.text
        for i in range(first, len(self.starts)):
            if text[self.starts[i] : self.ends[i]] != "由":
                continue
            begin = self.ends[i]
            for k in range(i + 1, len(self.starts)):
                at = self.starts[k]
                if not self.kinds[k] & _BOUNDARY or text[at : self.ends[k]] in _LINKS:
                    continue
                end = self.rules.head_before(text, begin, at, self.organs)
                if end > 0 and not (self.kinds[k] & NOUN and self.rules.head_at(text, self.ends[k])):
                    return Subject("agent", begin, end)
            end = self.rules.head_before(text, begin, len(text), self.organs)
            return Subject("agent", begin, end) if end > 0 else None
        return None

    def after_adjunct(self, begin: int, first: int, modal: int) -> Subject:
        """The subject after 在…中 or 对…."""
        text = self.text
        if text[begin] == "由":
            return self.agent(first) or Subject("bare", 0, 0)
        stop = self.starts[modal] if modal >= 0 else -1
        if stop > 0:
            for match in reversed(list(re.finditer(r"(?:期间|中|内|下|后|前|时|上|里)", text[begin:stop]))):
                at = begin + match.end()
                end = self.rules.head_before(text, at, stop, self.organs)
                if end > 0 and end > at:
                    return Subject("subject", at, end)
        return self.agent(first) or Subject("bare", 0, 0)


def _brackets(text: str) -> list[tuple[int, int]]:
    """Spans in 《》 or round brackets."""
    return [m.span() for m in re.finditer(r"《[^》]*》|[（(][^）)]*[）)]", text)]
