"""Time for an article: no signals, no threads, and nothing to see where none was set."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from analyzer import analyze, deadline
from analyzer.deadline import check, paced, within
from analyzer.errors import TimeLimitError


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(deadline, "now", made)
    return made


def test_nothing_is_raised_as_long_as_there_is_time_and_then_the_limit_is_named(clock: Clock) -> None:
    with within(2.5):
        clock.at = 2.5
        check()
        clock.at = 2.6
        with pytest.raises(TimeLimitError, match=r"its analysis took longer than 2\.5 seconds and was given up: --seconds-per-article allows more"):
            check()
    check()


def test_an_inner_limit_ends_with_its_block_and_the_outer_one_holds_again(clock: Clock) -> None:
    with within(10):
        with within(1):
            clock.at = 5
            with pytest.raises(TimeLimitError):
                check()
        check()
        clock.at = 11
        with pytest.raises(TimeLimitError):
            check()


def test_items_come_until_the_time_is_over(clock: Clock) -> None:
    seen: list[int] = []

    def take() -> None:
        for item in paced(range(10)):
            seen.append(item)
            clock.at += 1

    with within(3), pytest.raises(TimeLimitError):
        take()
    assert seen == [0, 1, 2, 3]


def test_a_limit_holds_for_its_own_thread_alone(clock: Clock) -> None:
    faults: list[BaseException] = []

    def other() -> None:
        try:
            check()
        except TimeLimitError as error:
            faults.append(error)

    with within(1):
        clock.at = 2
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert faults == []


@pytest.mark.parametrize(
    "stage",
    [
        "analyzer.analysis.clean_text", "analyzer.cleaning.clean.mend_damage", "analyzer.grammar.clauses.split_clauses", "analyzer.lexicon.entities.find_documents",
        "analyzer.lexicon.entities.find_sectors", "analyzer.grammar.roles.extract_all", "analyzer.grammar.targets.may_bind", "analyzer.grammar.directives.clause_content",
    ],
)  # fmt: skip
def test_an_analysis_is_left_behind_whichever_stage_is_slow(stage: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "各地区要加强监管，到2025年达到30%。各单位不得拖延，到2026年达到40%。"
    analyze(text)
    module, _, name = stage.rpartition(".")
    monkeypatch.setattr(stage, slow(getattr(__import__(module, fromlist=[name]), name), clock))
    with within(60), pytest.raises(TimeLimitError):
        analyze(text)
    clock.at = 0
    assert len(analyze(text).directives) == 2


def slow(stage: Callable[..., object], clock: Clock) -> Callable[..., object]:
    """The same stage, for which a minute and a second pass."""

    def run(*args: object, **options: object) -> object:
        clock.at += 61
        return stage(*args, **options)

    return run
