"""Writes the rows of a rule class to a folder and reads them back: msgpack for plain data, npz for arrays.

Neither format can hold code, so reading a model that somebody else made runs none.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import srsly

from analyzer.errors import ResourceError

ROWS, ARRAYS = "rules.msgpack", "arrays.npz"
_ARRAY = "__array__"


def write_rows(folder: Path, rows: Mapping[str, Any]) -> None:
    """Write ``rows`` into ``folder``, the same bytes for the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {}
    plain = _take_out(rows, arrays, "")
    (folder / ROWS).write_bytes(srsly.msgpack_dumps(plain))
    if arrays:
        np.savez(folder / ARRAYS, **arrays)


def read_rows(folder: Path) -> dict[str, Any]:
    """What ``write_rows`` wrote, tuples as lists.

    Raises:
        ResourceError: the file of rows or of arrays is missing.
    """
    arrays: dict[str, Any] = {}
    try:
        rows = srsly.msgpack_loads((folder / ROWS).read_bytes())
        if (folder / ARRAYS).is_file():
            with np.load(folder / ARRAYS, allow_pickle=False) as stored:
                arrays = dict(stored)
        found: dict[str, Any] = _put_in(rows, arrays)
    except (FileNotFoundError, KeyError) as error:
        raise ResourceError(f"{folder}: the built pipeline lacks {error}; run `analyzer build`") from error
    return found


def dump_rows(rows: Mapping[str, Any]) -> bytes:
    """Rows and arrays as one string of bytes.

    >>> load_rows(dump_rows({"terms": ("汽车", 1), "w": np.zeros(2)}))
    {'terms': ['汽车', 1], 'w': array([0., 0.])}
    """
    arrays: dict[str, Any] = {}
    plain = _take_out(rows, arrays, "")
    stored = io.BytesIO()
    np.savez(stored, **arrays)
    packed: bytes = srsly.msgpack_dumps([plain, stored.getvalue()])
    return packed


def load_rows(packed: bytes) -> dict[str, Any]:
    """What ``dump_rows`` packed."""
    plain, stored = srsly.msgpack_loads(packed)
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        found: dict[str, Any] = _put_in(plain, dict(arrays))
    return found


def _take_out(value: Any, arrays: dict[str, Any], path: str) -> Any:
    if isinstance(value, np.ndarray):
        arrays[path] = value
        return {_ARRAY: path}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {key: _take_out(item, arrays, f"{path}.{key}" if path else str(key)) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_take_out(item, arrays, f"{path}.{number}") for number, item in enumerate(value)]
    return value


def _put_in(value: Any, arrays: Mapping[str, Any]) -> Any:
    # Only mappings can lead to an array: the long lists of terms are passed over, since start-up pays for each step.
    if isinstance(value, dict):
        if len(value) == 1 and _ARRAY in value:
            return arrays[value[_ARRAY]]
        return {key: _put_in(item, arrays) for key, item in value.items()} if arrays else value
    return value
