"""The sector finder: what it finds, links and leaves alone; every example and counter-example of its lexicons."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cleaning import clean_text
from analyzer.errors import LexiconError, ResourceError
from analyzer.lexicon.examples import marked
from analyzer.lexicon.sectors import COLUMNS, KEYS, LEVELS, SectorRules, find_sectors, read_words
from analyzer.lexicon.tables import read_csv, read_yaml
from analyzer.resources import lexicons_dir

SECTIONS = ("modifiers", "heads", "markers", "adjectives", "vetoes", "blockers")
_RULES = SectorRules.from_lexicons(lexicons_dir())


@pytest.fixture(scope="module")
def sectors() -> SectorRules:
    return _RULES


def spans_of(text: str, rules: SectorRules) -> list[tuple[int, int]]:
    return [(r.start, r.end) for r in find_sectors(text, rules)]


def names(text: str, rules: SectorRules = _RULES) -> list[str]:
    return [r.name for r in find_sectors(text, rules)]


# ------------------------------------------------------------------------------------------- the lexicons' own examples


@pytest.mark.parametrize("section", SECTIONS)
def test_entries_of_sector_words_do_what_their_examples_say(section: str, sectors: SectorRules) -> None:
    for row in read_yaml(lexicons_dir() / "sector_words.yaml", KEYS, section=section):
        for kind in ("example", "counter"):
            text, spans = marked(row.cells[kind])
            assert spans_of(text, sectors) == spans, f"line {row.line}, {kind}"


def test_nothing_inside_a_blocker_is_a_sector(sectors: SectorRules) -> None:
    for row in read_yaml(lexicons_dir() / "sector_words.yaml", KEYS, section="blockers"):
        for word in row.cells["words"]:
            assert not find_sectors(f"要求做好{word}。", sectors) or word in sectors.words.terms, word


# --------------------------------------------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    "text",
    [
        "推动【煤炭】、【钢铁】、【有色金属】等行业绿色转型",
        "促进【银行】、【证券】、【保险】、【能源】等领域信息共享",
        "培育【人工智能】、【生物医药】、【低空经济】等新兴产业",
        "发展【智能传感器】产业",
        "支持【保险业】发展",
        "加强【金融】业务监管",
        "发展【新能源汽车】产业链",
    ],
)
def test_lists_formed_names_and_heads(text: str, sectors: SectorRules) -> None:
    plain, spans = marked(text)
    assert spans_of(plain, sectors) == spans


@pytest.mark.parametrize(
    "text",
    ["组织党员干部开展党史学习教育", "增强文化自信，促进民心相通", "做好政府信息公开工作", "依照有关法律、行政法规的规定处罚", "以信息化推动治理现代化", "保障人民群众生命安全和身体健康"],
)
def test_other_senses_are_left_alone(text: str, sectors: SectorRules) -> None:
    assert find_sectors(text, sectors) == []


def test_an_unknown_item_of_a_list_of_industries_counts(sectors: SectorRules) -> None:
    assert "碳纳米管" not in sectors.words.terms
    assert names("发展集成电路、碳纳米管、人工智能等产业") == ["集成电路", "碳纳米管", "人工智能"]


def test_no_sector_touches_a_taken_span(sectors: SectorRules) -> None:
    text = "教育部推动教育领域改革"
    assert spans_of(text, sectors)[0][0] in (0, 5)
    assert [(r.start, r.end) for r in find_sectors(text, sectors, taken=[(0, 3)])] == [(5, 7)]


def test_ids_are_codes_or_terms_and_levels_say_which(sectors: SectorRules) -> None:
    rows = find_sectors("发展汽车产业，发展数控机床产业，发展海洋经济，促进制造业发展。", sectors)
    assert [(r.name, r.id, r.level) for r in rows] == [
        ("汽车", "C36", "division"),
        ("数控机床", "C3421", "class"),
        ("海洋经济", "term:海洋经济", "term"),
        ("制造业", "C", "section"),
    ]


def test_synonyms_get_one_name(sectors: SectorRules) -> None:
    assert {(r.name, r.id) for r in find_sectors("规范电商行业和电子商务行业", sectors)} == {("电子商务", "I6434")}


def test_a_formed_name_has_the_code_of_its_last_known_word(sectors: SectorRules) -> None:
    (row,) = find_sectors("发展水下传感器产业", sectors)
    assert (row.name, row.id) == ("水下传感器", "C3983")


def test_emerging_industries_of_a_name(sectors: SectorRules) -> None:
    assert (sectors.emerging("集成电路"), sectors.emerging("钢铁"), sectors.emerging("没有的")) == ("1.2", "3.1", "")


@pytest.mark.parametrize("text", ["", "。", "业", "等产业", "、、、", "和" * 50, "人工智能"])
def test_of_short_and_odd_texts_only_names_are_found(text: str, sectors: SectorRules) -> None:
    assert {text[row.start : row.end] for row in find_sectors(text, sectors)} <= {"人工智能"}


# ------------------------------------------------------------------------------------------------------ properties

PIECES = st.lists(st.sampled_from([*sorted(_RULES.vocabulary)[::40], "、", "和", "等产业", "，", "。", "发展", "推动", "的", "业", "务"]), max_size=30)


@settings(max_examples=150, deadline=None)
@given(PIECES, st.data())
def test_mentions_are_sorted_disjoint_and_outside_taken_spans(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    taken = [(start, end)] if end > start else []
    rows = find_sectors(text, _RULES, taken=taken)
    last = 0
    for row in rows:
        assert last <= row.start < row.end <= len(text)
        assert row.label == "SECTOR"
        assert row.level in LEVELS.values()
        assert not any(a < row.end and row.start < b for a, b in taken)
        last = row.end


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_rules_survive_their_rows(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert find_sectors(text, REBUILT) == find_sectors(text, _RULES)


REBUILT = SectorRules.from_rows(json.loads(json.dumps(_RULES.to_rows())))


def test_the_same_text_gives_the_same_mentions_again(sectors: SectorRules) -> None:
    text = "支持银行、证券、保险等行业和文化、旅游产业融合发展。" * 3
    assert find_sectors(text, sectors) == find_sectors(text, SectorRules.from_lexicons(lexicons_dir()))


# ------------------------------------------------------------------------------------------------------- lexicon faults


def folder_with(tmp_path: Path, *, row: list[str] | None = None, yaml: str | None = None) -> Path:
    folder = lexicons_dir()
    lines = [",".join(COLUMNS), "煤炭,,B06,,free,GB/T 4754-2017,,"]
    if row:
        lines.append(",".join(row))
    (tmp_path / "sectors.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = (folder / "sector_words.yaml").read_text(encoding="utf-8") if yaml is None else yaml
    (tmp_path / "sector_words.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["钢铁", "", "C31", "", "always", "facts", "", ""], "use 'always' is none of free, listed"),
        (["钢铁", "", "31", "", "free", "facts", "", ""], "code '31' is no GB/T 4754 code"),
        (["钢铁", "", "C31", "3", "free", "facts", "", ""], "emerging '3' is no group"),
        (["煤炭", "", "B06", "", "free", "facts", "", ""], "the term '煤炭' stands in an earlier row already"),
        (["钢铁", "", "C31", "", "free", "", "", ""], "the column source is empty"),
        (["钢铁", "", "C31", "", "free", "facts", "发展【钢铁】", ""], "example and counter go together"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: list[str], words: str) -> None:
    with pytest.raises(LexiconError, match=r"sectors\.csv:3: ") as error:
        read_words(folder_with(tmp_path, row=row))
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    counter: 提高智能水平\n", "", "the key 'counter' is missing"),
        ("[家电影,", "[煤炭, 家电影,", "'煤炭' is a term of sectors.csv too"),
        ("words: [智能, 智慧,", "words: [智能, 2030,", "words must be a list of texts"),
        ("within: 10", "within: ten", "within must be a number of characters, not 'ten'"),
    ],
)
def test_a_wrong_entry_of_the_words_is_named_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (lexicons_dir() / "sector_words.yaml").read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new)
    with pytest.raises(LexiconError, match=r"sector_words\.yaml:[1-9]\d*: ") as error:
        read_words(folder_with(tmp_path, yaml=text))
    assert words in str(error.value)


def test_a_missing_model_says_how_to_rebuild_it(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="rebuild it with make"):
        SectorRules.from_lexicons(lexicons_dir(), model=tmp_path)


def test_the_coverage_that_the_documentation_states_is_that_of_the_lexicon() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sectors.md").read_text(encoding="utf-8")
    rows = [r.cells for r in read_csv(lexicons_dir() / "sectors.csv", COLUMNS)]
    lengths = Counter(len(r["code"]) for r in rows)
    assert f"| all terms | {len(rows):,} |" in page
    assert " / ".join(f"{lengths[n]:,}" for n in (1, 3, 4, 5, 0)) in page
    assert f"| different codes | {len({r['code'] for r in rows if r['code']}):,} |" in page


# --------------------------------------------------------------------------------------------------- facts and gold


def test_every_code_is_one_of_the_classification(shared: Path) -> None:
    with (shared / "facts" / "gb4754_2017.csv").open(encoding="utf-8-sig") as file:
        codes = {r["code"] if r["level"] == "1" else r["section"] + r["code"] for r in csv.DictReader(file)}
    rows = list(read_csv(lexicons_dir() / "sectors.csv", COLUMNS))
    assert [r.cells["term"] for r in rows if r.cells["code"] and r.cells["code"] not in codes] == []
    assert sum(bool(r.cells["code"]) for r in rows) > 4000


def test_accuracy_on_the_adjudicated_documents(shared: Path, sectors: SectorRules) -> None:
    right = found = wanted = 0
    for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        clean = clean_text(doc["text"])
        spans = [(clean.to_clean(e["start"], e["end"]), e["label"]) for e in doc["entities"]]
        gold = {span for span, label in spans if label == "SECTOR"}
        got = {(r.start, r.end) for r in find_sectors(clean.text, sectors, taken=[s for s, label in spans if label != "SECTOR"])}
        right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
    assert 2 * right / (found + wanted) >= 0.78
