"""Organs: named ones with their inner parts, local ones composed of place, function and suffix."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.lexicon.entity_rules import REGIONAL_TIER, TAIL, TIERS, EntityRules, Organ
from analyzer.lexicon.mentions import Local, Reading, is_han
from analyzer.lexicon.organ_tables import SUFFIX_IDS

_STATE = "中华人民共和国"
_PARTY = ("中国共产党", "中共")
_GROUPS = ("党组", "党委", "机关党委")
_INNER = re.compile(
    "办公厅|办公室|机关党委|党组(?!成员|副?书记)|党委(?!和|、|书记|副书记|委员)|政策研究室|[一-龥]{2,14}?(?<!公)司(?![法机令公马空])"
    "|[一-龥]{2,8}?局(?!面|势|部)|[一-龥]{2,8}?(?:研究所|研究部)"
)
_INNER_REACH = 17
"""More characters than the pattern above looks at before it is sure of one of its ends."""
_INNER_HEADS = ("办公", "机关党委", "党", "政策研究室")
_TIER_ENDS = ("自治区", "自治州", "自治县", *TIERS)
_LOCAL_INNER = re.compile("办公厅|办公室|党组(?!成员|副?书记)|党委(?!和|、|书记|副书记|委员)")
_SESSION = re.compile("第?[一二三四五六七八九十]{1,3}届")
_TIER_SESSION = re.compile("(自治区|自治州|[省市县区州])第?[一二三四五六七八九十]{1,3}$")
_GENERIC_SUFFIX = re.compile(r"[（(、/]?[（(]?[厅局委办管]+[，、]?[厅局委办]*[）)]")
_OTHER_TIERS = re.compile(r"(?:各|[省市县区州旗盟地])[（(][^（()）\n]*[省市县区州旗盟团地][）)]$")
"""Several tiers at once, the others in brackets: 「各省（区、市）」, 「县（市、区）」; not the number of an item, 「（二）」."""
_BRACKET_REACH = 30
NUMBERED = re.compile("[一-龥]{0,4}[〔\\[［（(](?:19|20)\\d\\d[〕\\]］）)]")
"""What after the short name of an organ makes it the number of a document."""
_NOT_COMMITTEE = re.compile("员(?!会)|托|派|任|会(?!同|宣|党)|内|实")
_NOT_OFFICE = re.compile("理|事|公|学|法|好|成|案|结")
_DEPARTMENT = re.compile("门|队|分|落|署(?!于|长)|位")
_GROUP_OF = re.compile("机制([一-龥]{4,8}组)$")
_JOINTS = "、和与及同，；,/ 　"
_OPENERS = "（(：:、/，—"
_CLOSERS = "、）)，；;。/牵负按配和等会"
_FOREIGN_INFIXES = ("国家", "联邦", "公共", "最高", "中央", "海军", "空军", "陆军", "航空", "政府", "地理")
_MARKERS = {"hk": ("香港", "港区", "北部都会区", "港岛", "新界北", "新界东", "新界西", "九龙半岛", "九龙东", "九龙西"), "mo": ("澳",), "tw": ("行政院", "立法院")}
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
    if rules.kinds[term] & TAIL and reading.generic_end >= 0 and 0 <= start - reading.generic_end <= 1:
        reading.note_generic(start, end)
        return None
    guard = rules.guards.get(term)
    if guard is not None and not guard.allows(text, start, end):
        return None
    if is_longer_word(text, term, end) or NUMBERED.match(text, end):
        return None
    if is_foreign(rules, text, start):
        return None
    organ = _candidate(reading, term)
    if organ is None or (term == "政协" and not reading.count("全国政协")):
        return None
    if text.endswith(_STATE, 0, start) and not term.startswith(_STATE):
        start -= len(_STATE)
    elif organ.level == "party" and term[:2] not in ("中共", "中国") and text.endswith("中共", 0, start):
        start -= 2
    inner = ""
    if organ.level not in ("hk", "mo", "tw"):
        beyond = text[end : end + _INNER_REACH]
        match = None
        if "司" in beyond or "局" in beyond or "研究" in beyond or beyond.startswith(_INNER_HEADS):
            match = _INNER.match(text, end)
        if match is not None and _is_inner(rules, organ, match[0]):
            inner = match[0]
            end = match.end()
            if inner in _GROUPS and text.endswith("中共", 0, start):
                start -= 2
    return Named(start, end, organ, inner)


def is_foreign(rules: EntityRules, text: str, start: int) -> bool:
    """Whether the name of a foreign country or body stands right before an organ: 「俄国防部」, 「美国国家气象局」."""
    if text.endswith(_FOREIGN_INFIXES, 0, start):
        start -= next(len(infix) for infix in _FOREIGN_INFIXES if text.endswith(infix, 0, start))
    if text[start - 1 : start] not in rules.lasts["foreign"]:
        return False
    return any(text[max(0, start - n) : start] in rules.words["foreign"] for n in (1, 2, 3, 4, 5, 6))


def is_longer_word(text: str, form: str, end: int) -> bool:
    """Whether a form runs on into another word: 教育部|门, 市委|员, 外事办|理."""
    last = form[-1]
    if last == "部":
        return _DEPARTMENT.match(text, end) is not None
    if last == "委":
        return _NOT_COMMITTEE.match(text, end) is not None
    return last == "办" and _NOT_OFFICE.match(text, end) is not None


def _candidate(reading: Reading, term: str) -> Organ | None:
    """Of several organs with one name, the one whose place and years fit the text."""
    organs = [reading.rules.organs[n] for n in reading.rules.forms[term]]
    own = term in reading.rules.own
    if len(organs) == 1 and (own or organs[0].level not in _MARKERS):
        return organs[0]
    fitting = []
    for order, organ in enumerate(organs):
        markers = _MARKERS.get(organ.level, ())
        near = sum(reading.count(m) for m in markers) + (reading.known_of.get(organ.level, 0) if markers else 0)
        if markers and not (near or own):
            continue
        dated = not reading.date or (organ.valid_from or "0") <= reading.date <= (organ.valid_to or "9")
        fitting.append((dated, near if markers else 2, -order, organ))
    return max(fitting, key=lambda f: f[:3])[3] if fitting else None


def _is_inner(rules: EntityRules, organ: Organ, part: str) -> bool:
    if part in ("办公厅", "办公室"):
        return True
    if part in _GROUPS:
        return organ.level in ("state", "npc", "cppcc", "judicial")
    if part.startswith(("各", "全", "有", "其", "和", "及", "或", "同", "跟")) or any(
        stop in part for stop in rules.words["organ_stops"]
    ):
        return False
    if part.endswith(("研究所", "研究部")):
        return organ.name.endswith("发展研究中心")
    if part.endswith("局"):
        return organ.name.endswith(("部", "办公室")) and part not in ("总局", "分局")
    return organ.name.endswith(("部", "委员会", "署", "局", "银行", "办公室", "总局"))


def named_row(found: Named) -> tuple[str, str]:
    """Id and full name of a named organ with its inner part."""
    organ, inner = found.organ, found.inner
    if not inner:
        return organ.id, organ.name
    if inner in _GROUPS:
        return f"{organ.id}/{inner}", f"中共{organ.name}{inner}"
    return f"{organ.id}/{inner}", organ.name + inner


def part_alone(text: str, found: Named) -> str:
    """The name that a part of an organ goes by once the text has named it in full: 「电子信息司」, 「物资保障组」; "" for none."""
    if found.inner.endswith(("司", "局")):
        return found.inner
    group = _GROUP_OF.search(text, found.start, found.end) if text[found.end - 1] == "组" else None
    return group[1] if group is not None else ""


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
    if not _tail_fits(reading, form, end, place):
        return None
    end, inner = _local_inner(text, form, end)
    return end, form, inner


def _tail_fits(reading: Reading, form: str, end: int, place: str) -> bool:
    text = reading.text
    if form == "委员会":
        return False
    if (match := _GENERIC_SUFFIX.match(text, end)) is not None:
        reading.note_generic(end - len(form), match.end())
        return False
    if is_longer_word(text, form, end):
        return False
    if form[0] == "委" and place[-1] not in "省市区县州旗盟":
        return False
    return not (
        form in ("政府", "人大", "法院", "检察院", "海关")
        and text[end : end + 1] in ("采", "引", "性", "基", "特", "间")
    )


def _local_inner(text: str, form: str, end: int) -> tuple[int, str]:
    match = _LOCAL_INNER.match(text, end) if not form.endswith(("室", "办公厅", "委", "办")) else None
    return (match.end(), match[0]) if match is not None else (end, "")


def start_of_local(text: str, start: int, form: str, inner: str) -> int:
    """Where a local Party organ begins: before 「中共」."""
    if inner in _GROUPS or _PARTY_BODY.match(form):
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
        tier = next(t for t in _TIER_ENDS if text.endswith(t, 0, start)) if text.endswith(_TIER_ENDS, 0, start) else ""
        begin, form = start - len(tier), term
    guard = rules.guards.get(term) if body else None
    if not _tail_fits(reading, form, end, tier or "市") or (guard is not None and not guard.allows(text, begin, end)):
        return None
    end, inner = _local_inner(text, form, end)
    if tier:
        if not _tier_is_bare(reading, begin):
            reading.note_generic(begin, end)
            return None
        return Local(begin, end, None, tier, form, inner)
    if reading.generic_end >= 0 and 0 <= start - reading.generic_end <= 1:
        reading.note_generic(start, end)
        return None
    before = reading.locals[-1] if reading.locals else None
    if before is not None and (before.end == start or (before.end == start - 1 and text[before.end] in _JOINTS)):
        return Local(start, end, before.place, before.tier, form, inner, before.sure)
    if (
        term not in rules.forms
        and text[start - 1 : start] in tuple(_OPENERS)
        and text[end : end + 1] in tuple(_CLOSERS)
    ):
        return Local(start, end, None, "省" if form.endswith("厅") else "市", form, inner, sure=False)
    return None


def read_tier_session(reading: Reading, term: str, start: int, end: int) -> Local | None:
    """「市五届人大常委会」: an assembly of the division at hand, with the number of its term."""
    match = _TIER_SESSION.search(reading.text, max(0, start - 8), start)
    if match is None or not _tier_is_bare(reading, match.start()):
        return None
    return Local(match.start(), end, None, match[1], term.removeprefix("届"), "")


def read_regional(reading: Reading, term: str, start: int, end: int) -> Local | None:
    """A department of Hong Kong or Macao that is named without its place: 「卫生局」 in an article from Macao."""
    if is_longer_word(reading.text, term, end) or not _tier_is_bare(reading, start):
        return None
    return Local(start, end, None, REGIONAL_TIER, term, "", sure=False)


def _tier_is_bare(reading: Reading, at: int) -> bool:
    """Whether a tier word stands for the division at hand: not in 「各市科技局」, 「省、市、县科技局」, 「县（市、区）教育局」."""
    text = reading.text
    if at == 0:
        return True
    before = text[at - 1]
    if is_han(before):
        return before in reading.rules.words["bare_before"]
    if before in "）)":
        return _OTHER_TIERS.search(text, max(0, at - _BRACKET_REACH), at) is None
    return not (before == "、" and at >= 2 and text[at - 2] in "省市县区州级")


def local_row(reading: Reading, local: Local) -> tuple[str, str, str] | None:
    """Id, full name and level of a local organ; ``None`` where it is none for want of a place."""
    rules = reading.rules
    if not local.sure and local.form in rules.regional and (level := reading.regional_home()) in rules.regional[local.form]:
        organ = rules.organs[rules.regional[local.form][level]]
        return organ.id, organ.name, organ.level
    if local.tier == REGIONAL_TIER:
        return None
    number = local.place if local.place is not None else reading.home(local.tier, local.start)
    if number is None:
        if not local.sure:
            return None
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
    if local.inner in _GROUPS:
        name = f"中共{name}{local.inner}"
    elif local.inner:
        name += local.inner
    return f"org:{code}:{key}" + (f"/{local.inner}" if local.inner else ""), name, level
