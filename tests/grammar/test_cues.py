"""Which cue words are found, at which place of a clause, and what vetoes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import LexiconError
from analyzer.grammar import cues as module
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import CueRules
from analyzer.lexicon.tables import read_yaml
from analyzer.resources import lexicons_dir

GOOD = "- {id: n.ban, kind: prohibition, position: any, markers: [不得], not_in: [不得不], example: 不得拖延, counter_example: 不得不停产, source: s}\n"


@pytest.fixture(scope="module")
def shipped() -> CueRules:
    return CueRules.from_lexicons(lexicons_dir())


def cue(id: str, *markers: str, position: str = "any", not_in: tuple[str, ...] = (), kind: str = "obligation", words: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"id": id, "kind": kind, "position": position, "markers": list(markers), "not_in": list(not_in), "words": list(words)}


def found(rules: CueRules, clause: str) -> list[tuple[str, str]]:
    return [(hit.id, clause[hit.start : hit.end]) for hit in rules.in_clause(clause)]


def test_every_marker_of_a_cue_is_found_longest_first() -> None:
    rules = CueRules([cue("a", "严禁", "禁止"), cue("b", "严禁新增")])
    assert found(rules, "严禁新增并禁止扩建") == [("b", "严禁新增"), ("a", "严禁"), ("a", "禁止")]


def test_one_marker_may_serve_two_cues() -> None:
    rules = CueRules([cue("a", "方可"), cue("b", "方可", kind="permission")])
    assert [hit.kind for hit in rules.in_clause("验收后方可使用")] == ["obligation", "permission"]


@pytest.mark.parametrize(
    ("clause", "holds"),
    [("要加强监管", True), ("（一）要加强监管", True), ("并要加强监管", True), ("一是要抓好", False), ("各地要加强监管", False), ("第十一条、（二）要加强", False)],
)
def test_a_cue_of_the_start_stands_there_or_behind_numbering(clause: str, holds: bool) -> None:
    assert bool(found(CueRules([cue("a", "要", position="start")]), clause)) == holds


@pytest.mark.parametrize(
    ("clause", "holds"), [("会议强调", True), ("会议强调”", True), ("（会议强调）", True), ("会议强调指出", False), ("强调结果导向", False)]
)
def test_a_cue_of_the_end_stands_there_or_before_closing_marks(clause: str, holds: bool) -> None:
    assert bool(found(CueRules([cue("a", "强调", position="end")]), clause)) == holds


@pytest.mark.parametrize(
    ("clause", "holds"),
    [("不得拖延", True), ("不得不停产", False), ("不得不停产且不得拖延", True), ("不得拖延但不得不停产", True)],
)
def test_a_veto_holds_only_where_it_overlaps(clause: str, holds: bool) -> None:
    assert bool(found(CueRules([cue("a", "不得", not_in=("不得不",))]), clause)) == holds


def test_a_veto_may_begin_before_the_marker() -> None:
    rules = CueRules([cue("a", "对外", not_in=("应对",))])
    assert found(rules, "应对外贸形势") == []
    assert found(rules, "扩大对外开放") == [("a", "对外")]


def test_a_veto_of_one_cue_leaves_another_alone() -> None:
    rules = CueRules([cue("a", "支持", not_in=("技术支持",)), cue("b", "支持")])
    assert found(rules, "提供技术支持") == [("b", "支持")]


def test_cues_stay_within_their_clause() -> None:
    rules = CueRules([cue("a", "要加强")])
    text = "尤其要，加强监管，要加强检查"
    hits = rules.scan(text, split_clauses(text))
    assert [len(h) for h in hits] == [0, 0, 1]
    assert (hits[2][0].start, hits[2][0].end) == (9, 12)


def test_no_clauses_no_hits() -> None:
    assert CueRules([cue("a", "要")]).scan("", []) == []


def test_the_word_is_the_first_of_the_cue_that_stands_in_the_hit() -> None:
    rules = CueRules([cue("a", "各地要", words=("须", "要")), cue("b", "严禁")])
    text = "各地要严禁"
    assert [rules.word(hit, text) for hit in rules.in_clause(text)] == [(2, 3), (3, 5)]


def test_a_cue_has_the_same_number_whatever_else_the_lexicon_holds() -> None:
    alone = CueRules([cue("a", "要")]).in_clause("要")[0].number
    among = {hit.id: hit.number for hit in CueRules([cue("z", "要"), cue("a", "要")]).in_clause("要")}
    assert among["a"] == alone != among["z"]


def test_vetoes_are_asked_without_walking_over_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans looked at grow with the text but for the logarithm of a binary search, though every marker has a veto elsewhere."""
    counts: list[int] = []
    looked = 0

    class Counted(list[tuple[int, int]]):
        def __getitem__(self, key: Any) -> Any:
            nonlocal looked
            looked += 1
            return super().__getitem__(key)

    plain = module._overlapped

    def counted(spans: list[tuple[int, int]], start: int, end: int, longest: int) -> bool:
        return plain(Counted(spans), start, end, longest)

    monkeypatch.setattr(module, "_overlapped", counted)
    rules = CueRules([cue("a", "不得", not_in=("不得不", "巴不得"))])
    for size in (50, 800):
        looked = 0
        assert len(rules.in_clause("不得不停，不得拖，" * size)) == size
        counts.append(looked)
    # Sixteen times the text: linear is 16, n·log n about 27, a walk over all vetoes 256.
    assert 0 < counts[1] <= 32 * counts[0]


def test_every_shipped_entry_holds_for_its_example_and_not_for_its_counter_example(shipped: CueRules) -> None:
    for row in read_yaml(lexicons_dir() / "cues.yaml", module._KEYS):
        name = row.cells["id"]
        assert name in {hit.id for hit in shipped.in_clause(row.cells["example"])}, f"cues.yaml:{row.line}"
        assert name not in {hit.id for hit in shipped.in_clause(row.cells["counter_example"])}, f"cues.yaml:{row.line}"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (GOOD, "the id 'n.ban' is used twice"),
        (GOOD.replace("n.ban", "m").replace("prohibition", "ban"), "unknown kind 'ban'"),
        (GOOD.replace("n.ban", "m").replace("any", "middle"), "unknown position 'middle'"),
        (GOOD.replace("n.ban", "m").replace("example: 不得拖延", "example: 拖延"), "m is not found in its example 「拖延」"),
        (GOOD.replace("n.ban", "m").replace("counter_example: 不得不停产", "counter_example: 不得停产"), "m is found in its counter-example 「不得停产」"),
        (GOOD.replace("source: s", "origin: s"), "unknown key 'origin'"),
        (GOOD.replace(", source: s", ""), "the key 'source' is missing"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_line(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "cues.yaml").write_text("# Cues\n" + GOOD + entry, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"cues\.yaml:3: {message}"):
        CueRules.from_lexicons(tmp_path)


def test_an_edited_lexicon_runs_every_example_and_counter_example(tmp_path: Path) -> None:
    lines = (lexicons_dir() / "cues.yaml").read_text(encoding="utf-8").splitlines()
    numbers = [n for n, line in enumerate(lines) if line.startswith("- {id: ")]
    for n in (numbers[0], numbers[-1]):
        for key in (", example: ", "counter_example: "):
            broken = [line if i != n else _swapped(line, key) for i, line in enumerate(lines)]
            (tmp_path / "cues.yaml").write_text("\n".join(broken), encoding="utf-8")
            with pytest.raises(LexiconError, match=rf"cues\.yaml:{n + 1}: "):
                CueRules.from_lexicons(tmp_path)


def _swapped(line: str, key: str) -> str:
    """The line with its example made its counter-example, or the other way round."""
    example = line.split(", example: ")[1].split(", counter_example: ")[0]
    counter = line.split(", counter_example: ")[1].split(", source: ")[0]
    old, new = (example, counter) if key == ", example: " else (counter, example)
    return line.replace(f"{key}{old}", f"{key}{new}")


def test_rules_survive_plain_data(shipped: CueRules) -> None:
    again = CueRules.from_rows(json.loads(json.dumps(shipped.to_rows())))
    text = "各级党委要担起责任，不得推诿，会议强调"
    assert again.scan(text, split_clauses(text)) == shipped.scan(text, split_clauses(text))


PIECES = st.sampled_from(["要", "加强", "不得", "不得不", "各地", "会议", "强调", "，", "。", "\n", "（", "）", "”", "一是", "支持", "技术", "3", "的", "可以", "将"])


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_hits_lie_in_their_clause_in_order_and_as_if_it_stood_alone(shipped: CueRules, pieces: list[str]) -> None:
    text = "".join(pieces)
    clauses = split_clauses(text)
    for clause, hits in zip(clauses, shipped.scan(text, clauses), strict=True):
        assert all(clause.start <= hit.start < hit.end <= clause.end for hit in hits)
        assert [(h.start, -h.end) for h in hits] == sorted((h.start, -h.end) for h in hits)


def test_a_bare_xu_binds_and_the_day_before_a_date_is_no_past(shipped: CueRules) -> None:
    assert [hit.id for hit in shipped.in_clause("发展商须在五年内建成设施")] == ["modal.must.single"]
    assert [hit.id for hit in shipped.in_clause("各单位必须报送")] == ["modal.must"]
    assert not shipped.in_clause("无须办理手续")
    assert not shipped.in_clause("各单位于11月30日前报送材料")
    assert "past.perfect" in {hit.id for hit in shipped.in_clause("日前印发方案")}
