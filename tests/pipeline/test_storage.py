from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import ResourceError
from analyzer.pipeline.storage import ARRAYS, ROWS, dump_rows, load_rows, read_rows, write_rows

_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), _plain, max_size=5))
def test_plain_rows_come_back_as_they_were(rows):
    assert load_rows(dump_rows(rows)) == rows


def test_arrays_come_back_with_their_type_and_shape(tmp_path: Path):
    weights = np.arange(6, dtype=np.float16).reshape(2, 3)
    write_rows(tmp_path, {"model": {"weights": weights, "names": ("a", "b")}, "ids": np.array([7], dtype=np.uint32)})
    found = read_rows(tmp_path)
    assert found["model"]["weights"].dtype == np.float16
    assert np.array_equal(found["model"]["weights"], weights)
    assert found["ids"].tolist() == [7]
    assert found["model"]["names"] == ["a", "b"]


def test_tuples_come_back_as_lists():
    assert load_rows(dump_rows({"span": (1, 2)})) == {"span": [1, 2]}


def test_the_same_rows_are_the_same_bytes(tmp_path: Path):
    rows = {"terms": ["汽车"], "weights": np.ones(3)}
    for name in ("one", "two"):
        write_rows(tmp_path / name, rows)
    for file in (ROWS, ARRAYS):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_array_in_a_list_finds_its_place():
    found = load_rows(dump_rows({"heads": [{"w": np.ones(2)}, {"w": np.zeros(1)}]}))
    assert [head["w"].tolist() for head in found["heads"]] == [[1, 1], [0]]


def test_numpy_numbers_are_stored_as_numbers():
    assert load_rows(dump_rows({"count": np.int64(3)})) == {"count": 3}


def test_an_array_of_objects_is_refused(tmp_path: Path):
    with pytest.raises(TypeError, match="objects"):
        write_rows(tmp_path, {"bad": np.array([{}], dtype=object)})


def test_a_missing_file_is_named_with_the_command_that_makes_it(tmp_path: Path):
    with pytest.raises(ResourceError, match=r"rules\.msgpack.*analyzer build"):
        read_rows(tmp_path)


def test_missing_arrays_are_noticed(tmp_path: Path):
    write_rows(tmp_path, {"weights": np.ones(3)})
    (tmp_path / ARRAYS).unlink()
    with pytest.raises(ResourceError, match="analyzer build"):
        read_rows(tmp_path)
