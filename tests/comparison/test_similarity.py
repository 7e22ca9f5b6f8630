import numpy as np
import pytest

from analyzer.comparison import similarity
from analyzer.comparison.similarity import THRESHOLD, alike, alike_texts
from tests.comparison.sides import one


def scores(old: list[str], new: list[str]) -> dict[tuple[int, int], float]:
    pairs = alike([one(text, text[:2]) for text in old], [one(text, text[:2]) for text in new], 0.01)
    return {(o, n): s for o, n, s in zip(pairs.old.tolist(), pairs.new.tolist(), pairs.score.tolist(), strict=True)}


def test_the_same_clause_has_similarity_one() -> None:
    assert scores(["推进渠道改造"], ["推进渠道改造"]) == {(0, 0): 1.0}


def test_the_same_matter_under_another_verb_is_liker_than_another_matter_under_the_same_verb() -> None:
    found = scores(["推进渠道改造"], ["完善渠道改造", "推进公立医院收费公示"])
    assert found[0, 0] > THRESHOLD > found.get((0, 1), 0)


def test_numbers_do_not_make_clauses_unlike() -> None:
    assert scores(["改造危房260万户"], ["改造危房3户"]) == {(0, 0): 1.0}


def test_nothing_is_like_an_empty_side() -> None:
    assert not len(alike([], [one("推进渠道改造")]).old)
    assert not len(alike_texts(["产量"], [], 0.5).old)


def test_clauses_without_a_letter_are_like_nothing() -> None:
    assert not len(alike([one("——")], [one("……")], 0.2).old)


def test_runs_of_characters_that_stand_everywhere_bring_no_pairs_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of pairs looked at must not grow with the square of the input."""
    monkeypatch.setattr(similarity, "_COMMON", 3)
    names = [chr(0x4E00 + n) * 3 for n in range(40)]
    vectors = similarity._vectors([f"{name}渠道改造" for name in names], [f"{name}渠道改造" for name in names], (1, 3))
    rows, columns = similarity._candidates(*vectors)
    assert (rows == columns).all()
    assert len(rows) == len(names)


def test_each_clause_is_compared_with_its_nearest_neighbours_only() -> None:
    texts = [f"渠道改造第{n}标段{chr(0x4E00 + n)}" for n in range(60)]
    rows, _ = similarity._candidates(*similarity._vectors(texts, texts, (1, 3)))
    assert len(rows) <= 2 * len(texts) * similarity._NEIGHBOURS


def test_similarities_do_not_depend_on_how_rows_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [one(f"推进{name}改造", "推进") for name in ("渠道", "泵站", "堤防", "水库", "灌区")]
    whole = alike(texts, texts[::-1], 0.1)
    monkeypatch.setattr(similarity, "_ROWS", 2)
    parts = alike(texts, texts[::-1], 0.1)
    for a, b in zip(whole, parts, strict=True):
        np.testing.assert_array_equal(a, b)
