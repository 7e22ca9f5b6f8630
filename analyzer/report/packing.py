"""Frames as compact JSON for a page: by column, words that recur written once; nothing in it can end a script element."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def script_json(value: Any) -> str:
    """JSON that may stand in a script element: no ``<``, and no line separators that old engines take for line ends.

    >>> script_json({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A lone surrogate (a damaged file read with errors="surrogateescape") cannot be written as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if not text.isascii() else text


def pack_column(cells: pd.Series) -> dict[str, Any]:
    """A column for the page: ``{"v": values, "c": code of each row}`` where values recur, else ``{"v": values}``.

    Numbers that are whole are written so, missing ones as null.

    >>> import pandas as pd
    >>> pack_column(pd.Series(["汽车", "汽车", "", "汽车"])), pack_column(pd.Series([3.0, None]))
    ({'v': ['汽车', ''], 'c': [0, 0, 1, 0]}, {'v': [3, None]})
    """
    import pandas as pd

    if pd.api.types.is_numeric_dtype(cells):
        return {"v": [None if pd.isna(n) else int(n) if n == int(n) else float(n) for n in cells.tolist()]}
    codes, values = pd.factorize(cells, use_na_sentinel=False)
    if len(values) * 2 > len(cells):
        return {"v": cells.tolist()}
    return {"v": list(values), "c": codes.tolist()}


def pack_evidence(evidence: pd.Series, text: pd.Series) -> dict[str, Any]:
    """The raw text of each row, null where it is the same as the mended one, as it mostly is."""
    return {"v": [None if raw == mended else raw for raw, mended in zip(evidence, text, strict=True)], "same": "text"}
