"""Records made by their twins are the records that the class makes."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from analyzer.records import Article, Clause, Directive, Entity, Label, Link, Modality, Role, Target
from analyzer.twins import maker

MADE = {
    Clause: (0, 4, "加强监管", Role.DIRECTIVE, 0, 1, "总体要求"),
    Entity: (0, 3, "发改委", Label.MINISTRY, "org:fagaiwei", "国家发展和改革委员会", "state", ("a", "b")),
    Link: ("370000", "山东省", 5, 7, True, ("370100",)),
    Target: ("a#t1-2", 1, 2, "两成", "占比", "=", "两成", (0.2,), "%"),
    Directive: ("a#d0-4", 0, 4, "加强监管", "", "imperative", 0.9, Modality.OBLIGATION, 4),
}


@pytest.mark.parametrize("record", MADE, ids=lambda record: record.__name__)
def test_they_are_equal_of_the_same_class_and_frozen(record: type) -> None:
    own, twin = record(*MADE[record]), maker(record)(*MADE[record])
    assert type(twin) is record
    assert (twin, repr(twin)) == (own, repr(own))
    assert copy.deepcopy(twin) == own
    with pytest.raises(FrozenInstanceError):
        twin.start = 9


def test_defaults_are_those_of_the_record_and_none_is_shared() -> None:
    make = maker(Directive)
    first, second = make(*MADE[Directive]), make(*MADE[Directive])
    assert first.spans == {}
    assert first.spans is not second.spans


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(TypeError, match="heading"):
        maker(Clause)(*MADE[Clause][:-1])


@dataclass(frozen=True)
class Loose:
    """A dataclass without slots."""

    x: list[int] = field(default_factory=list)


@pytest.mark.parametrize("record", [Loose, Article], ids=lambda record: record.__name__)
def test_a_record_that_cannot_be_made_so_is_refused(record: type) -> None:
    with pytest.raises(TypeError, match=record.__name__):
        maker(record)
