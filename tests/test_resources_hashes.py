"""Files of models are checked by hash when they are loaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analyzer.errors import ResourceError
from analyzer.resources import verified


def folder(tmp_path: Path, content: bytes = b"x") -> Path:
    (tmp_path / "a.npz").write_bytes(content)
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(b'x').hexdigest()}  a.npz\n", encoding="utf-8")
    return tmp_path


def test_files_as_listed_pass(tmp_path: Path) -> None:
    assert verified(folder(tmp_path)) == tmp_path


def test_another_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"a\.npz is not the file .*: run `analyzer build`"):
        verified(folder(tmp_path, b"y"), "run `analyzer build`")


def test_missing_files_and_lists_are_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="SHA256SUMS is missing: reinstall"):
        verified(tmp_path)
    (folder(tmp_path) / "a.npz").unlink()
    with pytest.raises(ResourceError, match=r"a\.npz is missing: reinstall"):
        verified(tmp_path)
