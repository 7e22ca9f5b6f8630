"""Figures of a run: counted in one go or part by part, and through JSON, they are the same."""

from __future__ import annotations

import json

from analyzer.batch.tally import Tally
from analyzer.tables import DIRECTIVES, Row
from tests.sinks.rows import row


def directive(**cells: object) -> Row:
    return row(DIRECTIVES, **{"modality": "obligation", "repeat_of": "", "issuers": "", "ministries": "", "sectors": "", **cells})


ROWS = [
    directive(ministries="教育部；财政部", sectors="教育"),
    directive(issuers="国务院"),
    directive(issuers="国务院", modality="prohibition", sectors="教育；农业"),
    directive(),
    directive(repeat_of="a#d1-2", ministries="教育部"),
]


def test_organs_sectors_and_modalities_are_counted_and_repeats_are_not() -> None:
    tally = Tally()
    tally.count(ROWS)
    assert (tally.repeats, tally.modalities) == (1, {"obligation": 3, "prohibition": 1})
    assert (tally.ministries, tally.sectors) == ({"教育部": 1, "财政部": 1}, {"教育": 2, "农业": 1})


def test_a_directive_without_an_organ_counts_for_the_issuers_of_its_article() -> None:
    tally = Tally()
    tally.count(ROWS)
    assert tally.pairs == {
        ("教育部", "教育"): 1, ("教育部", "*"): 1, ("财政部", "教育"): 1, ("财政部", "*"): 1,
        ("国务院", ""): 1, ("国务院", "教育"): 1, ("国务院", "农业"): 1, ("国务院", "*"): 2, ("", ""): 1, ("", "*"): 1,
    }  # fmt: skip


def test_parts_add_up_to_the_whole_also_through_json() -> None:
    whole, sum_ = Tally(), Tally()
    whole.count(ROWS)
    for some in (ROWS[:2], ROWS[2:]):
        part = Tally()
        part.count(some)
        sum_.add(Tally.from_plain(json.loads(json.dumps(part.to_plain()))))
    assert sum_ == whole
