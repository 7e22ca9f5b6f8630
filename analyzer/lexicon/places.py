"""Regions: which division a name stands for, and whether it stands for one at all."""

from __future__ import annotations

import re

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.mentions import Place, Reading, is_han

_SHRINK = {
    "市": re.compile("场|级|民|区|长|直|值|内(?!蒙)|面|容|政|辖|属|域|中心|外"),
    "区": re.compile("域|间|块|级|长|别|分|位|委员"),
    "县": re.compile("域|级|长|城|区|乡|处级"),
    "省": re.compile("级|长|直|内(?!蒙)|市|区|会|份|委员|辖|属|际"),
    "州": re.compile("级|长|直"),
}
"""What after a name's last character takes that character away: 「上海市场」 is 上海 and 市场."""

_JOINTS = "、和与及至—－-到，或"
_LETTERS = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新疆台港澳穗蓉甬"
_SERIES = re.compile(
    f"[{_LETTERS}]{{2,}}|(?<=[在涉驻赴抵来离返进援])[{_LETTERS}]|[{_LETTERS}](?:、[{_LETTERS}])+(?![一-龥])"
)


def read_place(reading: Reading, term: str, start: int, end: int) -> Place | None:
    """The region that a term of the scan stands for here, or ``None``."""
    rules, text = reading.rules, reading.text
    shrink = _SHRINK.get(text[end - 1])
    if (
        shrink is not None
        and end - start > 2
        and shrink.match(text, end)
        and text[start : end - 1] in rules.places
        and not rules.tail_at(text, end)
    ):
        end -= 1
        term = text[start:end]
    guard = rules.guards.get(term)
    if guard is not None and not guard.allows(text, start, end):
        return None
    before = reading.places[-1] if reading.places else None
    if term in rules.group_forms and (term not in rules.places or not _beside(before, start)):
        return Place(start, end, -1 - rules.group_forms[term], ())
    scored = []
    for number, rule in rules.places[term]:
        score = _score(reading, before, number, rule, start, end)
        if score is not None:
            scored.append((score, number))
    if not scored:
        return None
    if _is_institution(rules, text, term, end):
        return None
    best = max(score for score, _ in scored)
    number = next(n for score, n in scored if score == best)
    rest = tuple(n for score, n in scored if score == best and n != number)
    return Place(start, end, number, rest)


def _beside(before: Place | None, start: int) -> bool:
    return before is not None and before.end == start


def _score(reading: Reading, before: Place | None, number: int, rule: str, start: int, end: int) -> int | None:
    """How well a reading fits, ``None`` where its rule forbids it."""
    rules, text = reading.rules, reading.text
    above = rules.ancestors(number)
    adjacent = before is not None and before.end == start and before.region in above
    listed = (
        before is not None
        and 0 < start - before.end <= 2
        and text[before.end] in _JOINTS
        and before.region >= 0
        and rules.regions[before.region].level == rules.regions[number].level
        and rules.regions[before.region].parent == rules.regions[number].parent
    )
    if rule == "adjacent" and not (adjacent or listed):
        return None
    if rule == "glued" and not (
        adjacent or start == 0 or not is_han(text[start - 1]) or text[start - 1] in rules.words["bare_before"]
    ):
        return None
    if rule == "parent" and not (adjacent or listed or number in reading.seen or any(a in reading.seen for a in above)):
        return None
    level = rules.regions[number].level
    score = {"province": 3, "prefecture": 2, "county": 1}[level]
    if "@" in rules.regions[number].code:
        score -= 1
    if adjacent:
        score += 20
    if listed:
        score += 10
    if above and above[0] in reading.seen:
        score += 6
    if above and above[-1] in reading.seen:
        score += 3
    if number in reading.seen:
        score += 4
    return score


def _is_institution(rules: EntityRules, text: str, term: str, end: int) -> bool:
    """Whether the name opens the name of a school, bank, company or street (「北京银行」, 「南京东路」)."""
    window = text[end : end + 14]
    if not window or not is_han(window[0]):
        return False
    longest = 3 if term[-1] in "省市县区州" else 10
    for at in range(min(len(window), longest + 1)):
        for length in (2, 3, 1, 4, 5):
            word = window[at : at + length]
            if word in rules.words["not_institutions"]:
                return False
            if word in rules.words["institutions"] and (length > 1 or at <= 1):
                return True
        if not is_han(window[at]):
            return False
    return False


def read_letters(reading: Reading, taken: list[tuple[int, int]]) -> list[Place]:
    """One-character names where they may stand: in a row (沪苏浙), in a list, after 在, 涉, 驻 …"""
    rules, text = reading.rules, reading.text
    found: list[Place] = []
    for match in _SERIES.finditer(text):
        start, end = match.span()
        if any(s < end and start < e for s, e in taken):
            continue
        letters = [(at, text[at]) for at in range(start, end) if text[at] != "、"]
        joined = "、" in match[0]
        after = text[end : end + 6]
        if any(after.startswith(word) for word in rules.words["rails"]):
            continue
        if len(letters) == 1:
            if match[0] in "新云青宁甘秦吉黑贵台连苏" and text[start - 1] != "涉":
                continue
            if is_han(after[:1]) and after[0] in "剧族味菜式东北西南海湾口币府人民":
                continue
        elif not joined:
            known = all(letter in rules.letters for _, letter in letters)
            if not known or (
                len(letters) < 3 and match[0] not in rules.words["generic"] and not _pair(text, start, end)
            ):
                continue
        for at, letter in letters:
            if letter in rules.letters:
                found.append(Place(at, at + 1, rules.letters[letter], ()))
    return found


_PAIRS = frozenset(
    "川渝 渝川 京津 津冀 京冀 苏浙 沪苏 沪浙 苏皖 浙皖 粤桂 桂粤 粤港 粤澳 深港 渝黔 黔渝 渝桂 鄂湘 湘鄂 湘赣 赣湘 闽粤 粤闽 闽赣 赣粤 粤赣 湘粤 粤湘 晋陕 陕甘 甘青 陕晋 "
    "豫鲁 鲁豫 晋冀 冀鲁 鲁苏 苏鲁 豫皖 皖豫 鄂豫 豫鄂 滇黔 黔滇 滇桂 桂滇 湘桂 桂湘 湘黔 黔湘 渝鄂 鄂渝 渝陕 川滇 川陕 川甘 川青 青藏 川藏 甘新 蒙晋 蒙辽 辽蒙 晋蒙 沪渝 沪鄂 京沪 京渝 闽浙 浙闽".split()
)


def _pair(text: str, start: int, end: int) -> bool:
    return text[start:end] in _PAIRS and (
        start == 0 or not is_han(text[start - 1]) or text[start - 1] in "在和与及由从到向推动加强深化进了为对"
    )
