"""Regions: which division a name stands for, and whether it stands for one at all."""

from __future__ import annotations

import re

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.mentions import Place, Reading, is_han
from analyzer.lexicon.organs import is_foreign

_SHRINK = {
    "市": re.compile("场|级|民|区|长|直|值|内(?!蒙|部)|面|容|政|辖|属|域|中心|外"),
    "区": re.compile("域|间|块|级|长|别|分|位|委员"),
    "县": re.compile("域|级|长|城|区|乡|处级"),
    "省": re.compile("级|长|直|内(?!蒙|部)|市|区|会|份|委员|辖|属|际"),
    "州": re.compile("级|长|直"),
}
"""What after a name's last character takes that character away: 「上海市场」 is 上海 and 市场."""

_HONG_KONG = ("京港澳", "港澳台", "台港澳", "港澳青", "粤港澳台", "港澳")
"""Rows of letters that name people or affairs (「港澳台同胞」), not the regions."""

_JOINTS = "、和与及至—－-到，或"
LETTERS = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新疆台港澳穗蓉甬"
_SINGLE = "京津沪渝鄂湘川浙闽豫鲁粤琼台港澳藏疆穗蓉"
_AFTER_SINGLE = re.compile(
    "[^一-龥]|[召举会见出主参调考签揭开闭启正成落设投创就与同听看慰访接宣期间部高单企的等事问法议核教案独决领执工学居留务交试发公示医]"
)
_NOT_SINGLE = ("港务",)
"""Words that begin with such a letter and mean no place: 「在港务监督核准的区域」."""

_BEFORE = "在赴抵来离返涉驻援进"
_RUN = re.compile(f"[{LETTERS}](?:(?:、?[{LETTERS}])+|(?<=[{_BEFORE}][{_SINGLE}]))")
"""Several letters, or one where one may stand alone."""
_AFTER_LIST = re.compile("[^、一-龥]|[等三四五六七八九两各]")
_BEFORE_SINGLE = re.compile("[在赴抵来离返涉驻援]|(?<![推促跟引先改奋挺前并])进")
_ENTERED = "京藏疆沪"
"""Places that one 进 (enters): 「进京」, but 「推进」 before anything."""

_LEVEL_SCORES = {"province": 3, "prefecture": 2, "county": 1}

_TOWNSHIP = re.compile("[一-龥]{2,3}?(?:镇(?![长级江静痛村区])|街道(?!办[^事])|乡(?![村镇土情愁亲贤间级长]))")
_TOWNSHIP_ENDS = frozenset("镇街乡")
_ZONES = (
    "综合保税区|综保区|保税港区|保税物流园区|出口加工区|经济技术开发区|经开区|高新技术产业开发区|高新技术开发区|高新区|自由贸易试验区|自贸试验区|自贸区|自由贸易港|自贸港"
    "|都市圈|城市圈|工业园区|临空经济示范区|临空经济区|跨境电子商务综合试验区|国家级新区|自主创新示范区"
)
_ZONE = re.compile(f"[一-龥]{{0,4}}?(?:{_ZONES})")
_ZONE_REACH = 20
"""More characters than the pattern above can match."""
_ZONE_NAMES = {
    "综保区": "综合保税区",
    "经开区": "经济技术开发区",
    "高新区": "高新技术产业开发区",
    "自贸试验区": "自由贸易试验区",
    "自贸区": "自由贸易试验区",
    "自贸港": "自由贸易港",
}


def read_place(reading: Reading, term: str, start: int, end: int, *, followed: bool) -> Place | None:
    """The region that a term of the scan stands for here, or ``None``.

    Args:
        reading: what is known of the text.
        term: the term found at ``start:end``.
        start: where it begins.
        end: where it ends.
        followed: whether another region begins at ``end``, so that the last character of this one is its own.
    """
    rules, text = reading.rules, reading.text
    shrink = _SHRINK.get(text[end - 1])
    if shrink is not None and not followed and shrink.match(text, end) and not rules.tail_at(text, end):
        if end - start > 2 and text[start : end - 1] in rules.places:
            end -= 1
            term = text[start:end]
        elif text[end] in "级域":
            return None  # 「会同县级人民政府」, 「南海区域」
    guard = rules.guards.get(term)
    if guard is not None and not guard.allows(text, start, end):
        return None
    if end - start == 2 and is_person(text, term, start):
        return None
    if not followed and is_institution(rules, text, term, end):
        return None
    if text[start - 1 : start] in rules.lasts["branches"]:
        for length in (2, 3, 4, 5, 6):
            if text[max(0, start - length) : start] in rules.words["branches"]:
                return None
    before = reading.places[-1] if reading.places else None
    if term in rules.group_forms and (term not in rules.places or not _beside(before, start)):
        if rules.groups[rules.group_forms[term]].kind == "macro" and is_foreign(rules, text, start):
            return None  # 「西班牙中部」
        return Place(start, end, -1 - rules.group_forms[term], ())
    scored = []
    for number, rule in rules.places[term]:
        score = _score(reading, before, number, rule, start)
        if score is not None:
            scored.append((score, number))
    if not scored:
        return None
    if _is_foreign_state(text, term, start, before):
        return None
    if (
        not followed
        and rules.regions[scored[0][1]].level != "province"
        and term[-1] not in "市县区"
        and _NATURE.match(text, end)
    ):
        return None
    if len(scored) == 1:
        return Place(start, end, scored[0][1], ())
    best = max([score for score, _ in scored])
    number = next(n for score, n in scored if score == best)
    rest = tuple(n for score, n in scored if score == best and n != number)
    return Place(start, end, number, rest)


_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊金陆郝孔崔康毛邱秦顾侯邵孟龙段钱汤尹黎贺赖龚文倪"
)
_TITLED = (
    "书记", "主席", "主任", "部长", "省长", "市长", "县长", "区长", "局长", "厅长", "院长", "校长", "会长", "处长", "科长", "所长", "总理", "委员", "常委", "代表", "教授", "院士", "主编", "记者",
    "编辑", "通讯员", "负责人", "发言人", "总经理", "董事长", "专家", "研究员", "工程师", "村民", "居民", "学生", "老师", "教师", "战士", "民警", "医生", "司令员", "政委",
)  # fmt: skip


def is_person(text: str, term: str, start: int) -> bool:
    """Whether a surname at the beginning of a phrase or after a title makes a name of two characters a person's (「记者李东兴」)."""
    if start == 0 or text[start - 1] not in _SURNAMES or not is_plain(term):
        return False
    return start == 1 or not is_han(text[start - 2]) or text.endswith(_TITLED, 0, start - 1)


def _is_foreign_state(text: str, term: str, start: int, before: Place | None) -> bool:
    """Whether 「达州」 or the like ends the name of a foreign state (「佛罗里达州」)."""
    return (
        len(term) == 2
        and term[1] == "州"
        and text[start - 1 : start] in _FOREIGN_STATES
        and start > 0
        and not _beside(before, start)
    )


def _beside(before: Place | None, start: int) -> bool:
    return before is not None and before.end == start


def _score(reading: Reading, before: Place | None, number: int, rule: str, start: int) -> int | None:
    """How well a reading fits, ``None`` where its rule forbids it."""
    rules, text = reading.rules, reading.text
    above, region, seen = rules.ancestors(number), rules.regions[number], reading.seen
    adjacent = before is not None and before.end == start and before.region in above
    listed = (
        before is not None
        and 0 < start - before.end <= 2
        and text[before.end] in _JOINTS
        and before.region >= 0
        and rules.regions[before.region].level == region.level
        and rules.regions[before.region].parent == region.parent
    )
    if rule == "adjacent" and not (adjacent or listed):
        return None
    if rule == "glued" and not (
        adjacent or start == 0 or not is_han(text[start - 1]) or text[start - 1] in rules.words["county_before"]
    ):
        return None
    if rule == "parent" and not (adjacent or listed or number in seen or not seen.isdisjoint(above)):
        return None
    score = _LEVEL_SCORES[region.level]
    if "@" in region.code:
        score -= 1
    if adjacent:
        score += 20
    if listed:
        score += 10
    if above:
        if above[0] in seen:
            score += 6
        if above[-1] in seen:
            score += 3
    if number in seen:
        score += 4
    return score


def is_institution(rules: EntityRules, text: str, term: str, end: int) -> bool:
    """Whether the name opens the name of a school, bank, company or street (「北京银行」, 「南京东路」)."""
    window = text[end : end + 20]
    if not window or not is_han(window[0]):
        return False
    ends, stops = rules.words["institutions"], rules.words["not_institutions"]
    plain = is_plain(term)
    if plain and (_COMPANY.match(text, end) is not None or _STREET.match(text, end) is not None):
        return True
    reach = 10 if plain else 3
    end_firsts, stop_firsts = rules.firsts["institutions"], rules.firsts["not_institutions"]
    for at, char in enumerate(window):
        if char in end_firsts:
            for length in (4, 3, 2):
                word = window[at : at + length]
                if word in ends and (at <= reach or word in _SCHOOLS or length == 4):
                    return True
        if at == 0 and _ONE.match(window):
            return True
        if not "㐀" <= char <= "鿿" or (char in stop_firsts and (char in stops or window[at : at + 2] in stops)):
            return False
    return False


def is_plain(term: str) -> bool:
    """Whether a name does not tell its kind (上海, not 上海市), so that names of companies and streets may begin with it."""
    return term[-1] not in "省市县区州盟旗"


def opens_company(text: str, end: int) -> bool:
    """Whether what follows at ``end`` makes the name of a company or a street, which all places right before it belong to."""
    return _COMPANY.match(text, end) is not None or _STREET.match(text, end) is not None or _ROAD.match(text, end) is not None


_GAP = (
    "(?:(?![的了和与及或等将对为向在是至同把从、]|支持|推[进动]|加快|打造|成立|设立|新增|组建|启动|举行|召开|批准|帮助|引导|鼓励|要求|表示|所属|企业|多家|会见|出席|考察|调研|参观"
    "|走访|落户|入驻|签约|[一二两三四五六七八九十百]家)[一-龥（）()])"
)
_COMPANY = re.compile(f"{_GAP}{{0,14}}?(?:有限(?:责任)?公司|股份公司|集团公司|控股公司)|{_GAP}{{0,4}}?(?:(?:发展|投资|控股|建设|开发)集团|银行|证券(?!交易所|市场)|股份(?!合作))")
"""「首钢股份有限公司」, 「发展银行」 after a name; what is said of a company is no name of one."""
_STREET = re.compile("[一-龥]{2,3}[东西南北中]路(?![径线段上])")
_ROAD = re.compile("(?:[东西南北中]|[一二三四五六])?(?:路(?![径线网面上段])|大道|大街)")
_SCHOOLS = ("大学", "学院", "研究院")
_ONE = re.compile(
    "路(?![径线面网上段])|街(?!道)|站(?![在上位稳立好])|港(?![澳珠资股元口深区铁交中]|务局)|湾(?![仔区里])|[舰菜籍剧队号]|厅(?!局)|局(?![地部面势])|话(?!题)"
)
_NATURE = re.compile("[山河湖江岭峡](?![东西南北])|岛(?!内)|水库")
_FOREIGN_STATES = frozenset(
    "斯克里尔德达尼苏昆佛内普罗夫诺萨顿纳马俄格亚士丹瓦奇密威弗伊阿什塔维莫基哈卢特兰拉鲁乌勒洛利波卡梭堪华"
)


def extend_place(reading: Reading, place: Place) -> tuple[int, str, str] | None:
    """What a place is part of: a development zone (「北京天竺综合保税区」) or a township right after it.

    Returns:
        The end in the text, the kind (``zone`` or ``township``) and the part's name; ``None`` for nothing.
    """
    text, words = reading.text, reading.rules.words
    beyond = text[place.end : place.end + _ZONE_REACH]
    match = _ZONE.match(text, place.end) if "区" in beyond or "港" in beyond or "市圈" in beyond else None
    if match is not None and not _holds(match[0], words["zone_stops"]):
        name = match[0]
        for short, full in _ZONE_NAMES.items():
            if name.endswith(short):
                name = name.removesuffix(short) + full
                break
        return match.end(), "zone", name
    if _TOWNSHIP_ENDS.isdisjoint(beyond[2:4]):
        return None
    if place.region >= 0 and reading.rules.regions[place.region].level != "province":
        match = _TOWNSHIP.match(text, place.end)
        if match is not None and not _holds(
            match[0].removesuffix("街道") if match[0].endswith("街道") else match[0][:-1], words["township_stops"]
        ):
            return match.end(), "township", match[0]
    return None


def is_township(name: str) -> bool:
    """Whether a name by itself may be that of a township or street office: 「郭城驿镇」."""
    return _TOWNSHIP.fullmatch(name) is not None


def _holds(name: str, stops: frozenset[str]) -> bool:
    return any(stop in name for stop in stops)


def read_letters(reading: Reading, taken: list[tuple[int, int]]) -> list[Place]:
    """One-character names where they may stand: in a row (沪苏浙), in a list, after 在, 涉, 驻 …"""
    rules, text = reading.rules, reading.text
    found: list[Place] = []
    spans = iter(sorted(taken))
    span = next(spans, None)
    for match in _RUN.finditer(text):
        start, end = match.span()
        if end - start == 1 and not _single_fits(text, start):
            continue
        while span is not None and span[1] <= start:
            span = next(spans, None)
        if span is not None and span[0] < end:
            continue
        after = text[end : end + 6]
        if any(after.startswith(word) for word in rules.words["rails"]):
            continue
        letters = [at for at in range(start, end) if text[at] != "、"]
        if not all(text[at] in rules.letters for at in letters):
            continue
        if "、" in match[0]:
            if after and not _AFTER_LIST.match(after):
                continue
        elif len(letters) > 1 and (
            match[0] in _HONG_KONG
            or text[start - 1 : start] == "万"
            or (len(letters) < 3 and match[0] not in rules.words["pairs"])
        ):
            continue
        found.extend(Place(at, at + 1, rules.letters[text[at]], ()) for at in letters)
    return found


def _single_fits(text: str, at: int) -> bool:
    """Whether one letter may stand alone: 「在京召开」, 「涉疆问题」, 「援鄂医疗队」."""
    if text[at - 1] == "进" and (text[at] not in _ENTERED or not _BEFORE_SINGLE.match(text, at - 1)):
        return False
    if text.startswith(_NOT_SINGLE, at):
        return False
    return at + 1 == len(text) or _AFTER_SINGLE.match(text, at + 1) is not None
