"""What a clause cannot be by its first or last words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import LexiconError
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.role_limits import RoleLimits
from analyzer.grammar.role_network import ROLES
from analyzer.lexicon.tables import read_yaml
from analyzer.resources import lexicons_dir

GOOD = "- {id: l.share, place: start, markers: [其中], not_in: [其中要], roles: [context], example: 其中占比过半, counter_example: 其中要加强}\n"
CONTEXT, STATEMENT = ROLES.index("context"), ROLES.index("statement")


def limit(id: str, place: str, *markers: str, not_in: tuple[str, ...] = (), roles: tuple[str, ...] = ("context",)) -> dict[str, Any]:
    return {"id": id, "place": place, "markers": markers, "not_in": not_in, "roles": roles}


def held(limits: RoleLimits, clause: str) -> str:
    found = limits.of(clause, 0, len(clause)) or limits.follows(clause, 0, len(clause))
    return found.id if found else ""


@pytest.fixture(scope="module")
def shipped() -> RoleLimits:
    return RoleLimits.from_lexicons(lexicons_dir())


SHIPPED = [row.cells for row in read_yaml(lexicons_dir() / "role_limits.yaml", ("id", "place", "markers", "not_in", "roles", "example", "counter_example", "with_modal", "opens"))]


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda e: e["id"])
def test_each_limit_holds_for_its_example_and_not_for_its_counter_example(shipped: RoleLimits, entry: dict[str, Any]) -> None:
    assert held(shipped, entry["example"]) != ""
    assert held(shipped, entry["counter_example"]) != entry["id"]
    alone = RoleLimits([entry])
    assert held(alone, entry["example"]) == entry["id"]
    assert held(alone, entry["counter_example"]) == ""


def test_place_says_which_end_of_the_clause_counts() -> None:
    assert held(RoleLimits([limit("a", "start", "其中")]), "其中服务业") == "a"
    assert held(RoleLimits([limit("a", "start", "其中")]), "服务业其中") == ""
    assert held(RoleLimits([limit("a", "end", "的")]), "逾期的") == "a"
    assert held(RoleLimits([limit("a", "end", "的")]), "的确") == ""


def test_a_limit_may_ask_for_the_beginning_besides_the_end() -> None:
    limits = RoleLimits([limit("a", "end", "作风") | {"opens": ("以",)}])
    assert (held(limits, "以优良作风"), held(limits, "弘扬优良作风"), held(limits, "以诚待人")) == ("a", "", "")


def test_a_limit_may_hold_to_the_end_of_the_sentence_or_to_a_clause_that_ends_it() -> None:
    limits = RoleLimits([limit("a", "follow", "大家表示", not_in=("会议",))])
    text = "大家表示，要加强巡查，会议要求清淤。要改造泵站。"
    assert [i for i, _ in limits.followed(text, split_clauses(text))] == [0, 1]


def test_longer_words_at_the_place_undo_a_limit() -> None:
    limits = RoleLimits([limit("a", "end", "的", not_in=("目的",))])
    assert (held(limits, "明确目的"), held(limits, "目的明确的")) == ("", "a")


def test_the_first_limit_that_holds_counts() -> None:
    rows = [limit("a", "start", "其中"), limit("b", "end", "的", roles=("statement", "context"))]
    assert held(RoleLimits(rows), "其中逾期的") == "a"
    found = RoleLimits(rows[::-1]).of("其中逾期的", 0, 5)
    assert found is not None
    assert (found.id, found.roles) == ("b", (STATEMENT, CONTEXT))


def test_only_the_clause_is_looked_at() -> None:
    limits = RoleLimits([limit("a", "start", "其中"), limit("b", "end", "的")])
    assert limits.of("其中，推进改革，的", 3, 7) is None
    assert limits.of("推其中", 0, 2) is None


def test_no_limits_hold_nothing() -> None:
    assert held(RoleLimits([]), "其中") == ""


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (GOOD.replace("place: start", "place: middle"), "unknown place 'middle'; known are start, end"),
        (GOOD.replace("[context]", "[context, order]"), "unknown role 'order'; known are directive, context"),
        (GOOD.replace("example: 其中占比过半,", "example: 占比过半,"), "l.share does not hold for its example 「占比过半」"),
        (GOOD.replace("counter_example: 其中要加强", "counter_example: 其中有"), "l.share holds for its counter_example 「其中有」"),
        (GOOD.replace("not_in", "veto"), "unknown key 'veto'"),
        (GOOD.replace(", roles: [context]", ""), "the key 'roles' is missing"),
    ],
)
def test_a_wrong_row_is_refused_with_file_and_line(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "role_limits.yaml").write_text(GOOD + "# one more\n" + entry, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"role_limits\.yaml:3: {message}"):
        RoleLimits.from_lexicons(tmp_path)


def test_limits_survive_plain_data(shipped: RoleLimits) -> None:
    again = RoleLimits(json.loads(json.dumps(shipped.to_rows())))
    assert [held(again, e["example"]) for e in SHIPPED] == [held(shipped, e["example"]) for e in SHIPPED]
