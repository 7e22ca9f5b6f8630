"""Organs: named ones with their inner parts, local ones composed of place, function and suffix."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.lexicon.entity_rules import TIERS, EntityRules, Organ
from analyzer.lexicon.mentions import Local, Reading, is_han
from analyzer.lexicon.organ_tables import SUFFIX_IDS

_STATE = "中华人民共和国"
_PARTY = ("中国共产党", "中共")
_INNER = re.compile(
    "办公厅|办公室|机关党委|党组|党委(?!和)|政策研究室|[一-龥]{2,14}?(?<!公)司(?![法机令公马空])|[一-龥]{2,8}?局(?!面|势|部)"
)
_LOCAL_INNER = re.compile("办公厅|办公室|党组|党委(?!和)")
_SESSION = re.compile("第?[一二三四五六七八九十]{1,3}届")
_NATIONAL_SESSION = re.compile(
    "(?:中国共产党)?第[一二三四五六七八九十]{1,3}届(中央委员会|全国委员会)(常务委员会|[一-龥]{2,8}委员会)?"
)
_GENERIC_SUFFIX = re.compile(r"[（(、/]?[（(]?[厅局委办管]+[，、]?[厅局委办]*[）)]")
_NOT_COMMITTEE = re.compile("员(?!会)|托|派|任|会(?!同|宣|党)|内|实")
_NOT_OFFICE = re.compile("理|事|公|学|法|好|成|案|结")
_DEPARTMENT = re.compile("门|队|分|落|署(?!于|长)|位")
_JOINTS = "、和与及同，；,/ 　"
_MARKERS = {"hk": ("香港", "特区"), "mo": ("澳门", "特区"), "tw": ("台湾", "行政院", "立法院", "台北")}
_PARTY_BODY = re.compile("委(?!员会)|纪委|党")


class Named(NamedTuple):
    """A named organ found in the text, with the inner part that its span holds."""

    start: int
    end: int
    organ: Organ
    inner: str


def read_named(reading: Reading, term: str, start: int, end: int) -> Named | None:
    """The national, Hong Kong, Macao or Taiwan organ that a term stands for here, or ``None``."""
    rules, text = reading.rules, reading.text
    guard = rules.guards.get(term)
    if guard is not None and not guard.allows(text, start, end):
        return None
    if term[-1] == "部" and _DEPARTMENT.match(text, end) or term[-1] == "委" and _NOT_COMMITTEE.match(text, end):
        return None
    if term[-1] == "办" and _NOT_OFFICE.match(text, end):
        return None
    if any(text[max(0, start - n) : start] in rules.words["foreign"] for n in (2, 3, 4, 5, 6)):
        return None
    organ = _candidate(reading, term)
    if organ is None:
        return None
    if text.endswith(_STATE, 0, start) and not term.startswith(_STATE):
        start -= len(_STATE)
    elif organ.level == "party" and term[:2] not in ("中共", "中国") and text.endswith("中共", 0, start):
        start -= 2
    inner = ""
    if organ.level not in ("hk", "mo", "tw"):
        match = _INNER.match(text, end)
        if match is not None and _is_inner(rules, organ, match[0]):
            inner = match[0]
            end = match.end()
    return Named(start, end, organ, inner)


def _candidate(reading: Reading, term: str) -> Organ | None:
    """Of several organs with one name, the one whose place and years fit the text."""
    text, organs = reading.text, [reading.rules.organs[n] for n in reading.rules.forms[term]]
    fitting = []
    for order, organ in enumerate(organs):
        markers = _MARKERS.get(organ.level, ())
        near = sum(text.count(m) for m in markers) if len(organs) > 1 or markers else 0
        if markers and not near:
            continue
        dated = not reading.date or (
            (organ.valid_from or "0") <= reading.date and reading.date <= (organ.valid_to or "9")
        )
        fitting.append((dated, near if markers else 3, -order, organ))
    return max(fitting, key=lambda f: f[:3])[3] if fitting else None


def _is_inner(rules: EntityRules, organ: Organ, part: str) -> bool:
    if part in ("办公厅", "办公室"):
        return True
    if part in ("党组", "党委", "机关党委"):
        return organ.level in ("state", "npc", "cppcc", "judicial")
    if part.startswith(("国家", "中国", "各", "全", "最高", "有", "其")) or any(
        stop in part for stop in rules.words["organ_stops"]
    ):
        return False
    if part.endswith("局"):
        return organ.name.endswith(("部", "办公室", "发展研究中心")) and part[:-1] not in ("", "总")
    return organ.name.endswith(("部", "委员会", "署", "局", "银行", "办公室"))


def named_row(found: Named) -> tuple[str, str]:
    """Id and full name of a named organ with its inner part."""
    organ, inner = found.organ, found.inner
    if not inner:
        return organ.id, organ.name
    if inner in ("党组", "党委", "机关党委"):
        return f"{organ.id}/{inner}", f"中共{organ.name}{inner}"
    return f"{organ.id}/{inner}", organ.name + inner


def read_national_session(text: str, start: int) -> re.Match[str] | None:
    """「中国共产党第二十届中央委员会」 or the like that begins here."""
    return _NATIONAL_SESSION.match(text, start)


def tail_after(reading: Reading, at: int, place: str) -> tuple[int, str, str] | None:
    """The local organ's end that follows a place: its end in the text, its form, its inner part."""
    rules, text = reading.rules, reading.text
    begin = at
    form = rules.tail_at(text, at)
    if not form and text[at : at + 1] in "第一二三四五六七八九十" and (session := _SESSION.match(text, at)):
        begin = session.end()
        form = rules.tail_at(text, begin)
        if form not in ("人大常委会", "人大", "政协", "人民代表大会", "人民代表大会常务委员会", "纪委", "政协委员会"):
            return None
    if not form:
        return None
    end = begin + len(form)
    if not _tail_fits(text, form, end, place):
        return None
    match = _LOCAL_INNER.match(text, end)
    inner = match[0] if match and not form.endswith(("室", "办公厅", "委", "办")) else ""
    return end + len(inner), form, inner


def _tail_fits(text: str, form: str, end: int, place: str) -> bool:
    if form == "委员会":
        return False
    if _GENERIC_SUFFIX.match(text, end):
        return False
    if form[-1] == "委" and _NOT_COMMITTEE.match(text, end) or form[-1] == "办" and _NOT_OFFICE.match(text, end):
        return False
    if form[0] == "委" and place[-1] not in "省市区县州旗盟":
        return False
    if form in ("政府", "人大", "法院", "检察院", "海关") and text[end : end + 1] in (
        "采",
        "引",
        "性",
        "基",
        "特",
        "间",
    ):
        return False
    return not (form.endswith("部") and _DEPARTMENT.match(text, end))


def before_place(text: str, start: int, form: str) -> int:
    """Where a local Party organ begins: before 「中共」."""
    if _PARTY_BODY.match(form):
        for prefix in _PARTY:
            if text.endswith(prefix, 0, start):
                return start - len(prefix)
    return start


def read_tier(reading: Reading, term: str, start: int, end: int, *, body: bool) -> Local | None:
    """A local organ without the name of its place: 「市委」, 「省政府办公厅」 (``body``) or 「科技局」 after 「市」, in a list."""
    text, rules = reading.text, reading.rules
    if body:
        tier = next(t for t in TIERS if term.startswith(t) and term[len(t) :] in rules.tails)
        begin, form = start, term[len(tier) :]
    else:
        tier = next((t for t in ("自治区", "自治州", "自治县", *TIERS) if text.endswith(t, 0, start)), "")
        begin, form = start - len(tier), term
    if not _tail_fits(text, form, end, tier or "市"):
        return None
    guard = rules.guards.get(term)
    if guard is not None and not guard.allows(text, begin, end):
        return None
    match = _LOCAL_INNER.match(text, end)
    inner = match[0] if match and not form.endswith(("室", "办公厅", "委", "办")) else ""
    end += len(inner)
    if tier:
        if (
            begin
            and is_han(text[begin - 1])
            and text[begin - 1] not in rules.words["bare_before"]
            or text[begin - 1 : begin] in "）)、"
            and _in_enumeration(text, begin)
        ):
            return None
        return Local(begin, end, None, tier, form, inner)
    before = reading.locals[-1] if reading.locals else None
    if before is not None and (before.end == start or before.end == start - 1 and text[before.end] in _JOINTS):
        return Local(start, end, before.place, before.tier, form, inner)
    return None


def _in_enumeration(text: str, at: int) -> bool:
    """Whether a tier word stands in 「省、市、县科技局」 or 「县（市、区）教育局」: no organ in particular."""
    return text[at - 1] in "）)" or (at >= 2 and text[at - 2] in "省市县区州级")


def local_row(reading: Reading, local: Local) -> tuple[str, str, str]:
    """Id, full name and level of a local organ."""
    rules = reading.rules
    number = local.place if local.place is not None else reading.home(local.tier, local.start)
    if number is None:
        code, full, short = f"?{local.tier}", local.tier, local.tier
    elif number < 0:
        group = rules.groups[-1 - number]
        code, full, short = group.id.removeprefix("group:"), group.name, group.name
    else:
        region = rules.regions[number]
        code, full, short = region.code, region.full, region.short
    tail = rules.tails[local.form]
    special = rules.local_names.get(f"{code}/{local.form}", "")
    if tail.body >= 0:
        key, level, template = rules.bodies[tail.body]
        name = special or template.format(region=full, short=short, form=local.form)
    else:
        key, level = f"{rules.functions[tail.function][0]}-{SUFFIX_IDS[tail.suffix]}", "state"
        name = special or full + tail.full
    if local.inner in ("党组", "党委"):
        name = f"中共{name}{local.inner}"
    elif local.inner:
        name += local.inner
    return f"org:{code}:{key}" + (f"/{local.inner}" if local.inner else ""), name, level
