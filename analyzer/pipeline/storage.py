"""Writes the rows of a rule class to a folder and reads them back: msgpack for plain data, npz for arrays.

Neither format can hold code, so reading a model that somebody else made runs none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import srsly

from analyzer.errors import ResourceError

ROWS, ARRAYS = "rules.msgpack", "arrays.npz"
_Path = tuple[str | int, ...]


def write_rows(folder: Path, rows: Mapping[str, Any]) -> None:
    """Write ``rows`` into ``folder``, the same bytes for the same rows.

    Raises:
        TypeError: an array holds objects.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plain, arrays = _take_out(rows)
    (folder / ROWS).write_bytes(plain)
    if arrays:
        np.savez(folder / ARRAYS, **arrays)


def read_rows(folder: Path) -> dict[str, Any]:
    """What ``write_rows`` wrote, tuples as lists.

    Raises:
        ResourceError: the file of rows or of arrays is missing or damaged.
    """
    try:
        plain = (folder / ROWS).read_bytes()
        return _put_in(plain, _arrays(folder / ARRAYS) if (folder / ARRAYS).is_file() else {})
    except (FileNotFoundError, KeyError) as error:
        raise ResourceError(f"{folder}: the built pipeline lacks {error}; run `analyzer build`") from error
    except (ValueError, TypeError, LookupError, AttributeError, EOFError, zipfile.BadZipFile, RecursionError, MemoryError) as error:
        # Whatever the libraries say of bytes that are no rows or arrays.
        raise ResourceError(f"{folder}: the built pipeline is damaged ({type(error).__name__}: {error}); run `analyzer build`") from error


def dump_rows(rows: Mapping[str, Any]) -> bytes:
    """Rows and arrays as one string of bytes.

    >>> load_rows(dump_rows({"terms": ("汽车", 1), "w": np.zeros(2)}))
    {'terms': ['汽车', 1], 'w': array([0., 0.])}
    """
    plain, arrays = _take_out(rows)
    stored = io.BytesIO()
    np.savez(stored, **arrays)
    packed: bytes = srsly.msgpack_dumps([plain, stored.getvalue()])
    return packed


def load_rows(packed: bytes) -> dict[str, Any]:
    """What ``dump_rows`` packed."""
    plain, stored = srsly.msgpack_loads(packed)
    return _put_in(plain, _arrays(io.BytesIO(stored)))


def _arrays(source: Path | io.BytesIO) -> dict[str, Any]:
    with np.load(source, allow_pickle=False) as stored:
        return dict(stored)


def _take_out(rows: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """Plain rows as msgpack, with the places of the arrays, and the arrays by their number among them."""
    found: list[tuple[_Path, Any]] = []

    def plain(value: Any, path: _Path) -> Any:
        if isinstance(value, np.ndarray):
            if value.dtype.hasobject:
                raise TypeError(f"the array at {path} holds objects, which npz would store as code: use numbers or lists")
            found.append((path, value))
            return None
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, Mapping):
            return {key: plain(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item, (*path, number)) for number, item in enumerate(value)]
        return value

    bare = plain(rows, ())
    packed: bytes = srsly.msgpack_dumps({"rows": bare, "arrays": [list(path) for path, _ in found]})
    return packed, {str(number): array for number, (_, array) in enumerate(found)}


def _put_in(packed: bytes, arrays: Mapping[str, Any]) -> dict[str, Any]:
    stored = srsly.msgpack_loads(packed)
    rows: dict[str, Any] = stored["rows"]
    for number, (*path, last) in enumerate(stored["arrays"]):
        place: Any = rows
        for key in path:
            place = place[key]
        place[last] = arrays[str(number)]
    return rows
