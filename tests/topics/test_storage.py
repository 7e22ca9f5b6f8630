from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from analyzer.errors import ResourceError
from analyzer.resources import models_dir
from analyzer.topics import ThemeTagger
from analyzer.topics.model import ThemeModel
from analyzer.topics.storage import load_tagger, save_tagger

TEXTS = ["", "税务机关要落实减税降费政策，办好增值税留抵退税。", "各地要办好幼儿园。", "公路水运工程有序复工，港口保持畅通。", "Nothing at all"]


class Foreign:
    """A type that no model file may bring along."""

    def __init__(self) -> None:
        self.harm = True


def test_a_saved_tagger_answers_as_before(tagger: ThemeTagger, tmp_path: Path) -> None:
    save_tagger(tagger, tmp_path / "t.skops")
    again = load_tagger(tmp_path / "t.skops")
    assert np.array_equal(again.predict_proba(TEXTS), tagger.predict_proba(TEXTS))
    assert again.predict(TEXTS) == tagger.predict(TEXTS)


def test_the_numbers_alone_answer_as_the_estimator(tagger: ThemeTagger, tmp_path: Path) -> None:
    tagger.model_.save(tmp_path / "t.npz")
    model = ThemeModel.load(tmp_path / "t.npz")
    assert np.array_equal(model.probabilities([("", t) for t in TEXTS]), tagger.predict_proba([("", t) for t in TEXTS]))


def test_the_shipped_numbers_are_those_of_the_shipped_estimator() -> None:
    folder = models_dir() / "themes"
    arrays, model = load_tagger(folder / "themes.skops").model_.to_arrays(), ThemeModel.load(folder / "themes.npz").to_arrays()
    assert arrays.keys() == model.keys()
    assert all(np.array_equal(arrays[name], model[name]) for name in arrays)


@pytest.mark.parametrize("name", ["themes", "keywords"])
def test_shipped_files_are_the_ones_of_their_checksums(name: str) -> None:
    folder = models_dir() / name
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, file = line.split()
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest, file


def test_a_file_with_a_foreign_type_is_refused(tagger: ThemeTagger, tmp_path: Path) -> None:
    tampered = ThemeTagger()
    tampered.__dict__.update(tagger.__dict__)
    tampered.period = [Foreign()]  # type: ignore[list-item]
    skops.io.dump(tampered, tmp_path / "t.skops")
    with pytest.raises(ResourceError, match="Foreign"):
        load_tagger(tmp_path / "t.skops")


def test_another_estimator_is_refused(tmp_path: Path) -> None:
    skops.io.dump(LogisticRegression(), tmp_path / "t.skops")
    with pytest.raises(ResourceError, match="holds a LogisticRegression, not a fitted ThemeTagger"):
        load_tagger(tmp_path / "t.skops")


def test_a_tagger_that_learned_nothing_is_refused(tmp_path: Path) -> None:
    save_tagger(ThemeTagger(), tmp_path / "t.skops")
    with pytest.raises(ResourceError, match="not a fitted ThemeTagger"):
        load_tagger(tmp_path / "t.skops")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
@pytest.mark.parametrize("load", [load_tagger, ThemeModel.load])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes, load: object) -> None:
    path = tmp_path / "t.bin"
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"t\.bin"):
        load(path)  # type: ignore[operator]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.skops"):
        load_tagger(tmp_path / "none.skops")


def test_serialized_objects_in_the_numbers_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", version=np.array(1), themes=np.array([Foreign()], dtype=object))
    with pytest.raises(ResourceError, match=r"t\.npz"):
        ThemeModel.load(tmp_path / "t.npz")


def test_numbers_of_another_version_are_refused(tagger: ThemeTagger, tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", **{**tagger.model_.to_arrays(), "version": np.array(99)})
    with pytest.raises(ResourceError, match="version 99"):
        ThemeModel.load(tmp_path / "t.npz")


def test_a_skops_file_with_a_changed_schema_is_refused(tagger: ThemeTagger, tmp_path: Path) -> None:
    save_tagger(tagger, tmp_path / "t.skops")
    with zipfile.ZipFile(tmp_path / "t.skops") as old, zipfile.ZipFile(tmp_path / "u.skops", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'"ThemeTagger"', b'"Popen"').replace(b"analyzer.topics.tagger", b"subprocess") if name == "schema.json" else data)
    with pytest.raises(ResourceError, match="Popen"):
        load_tagger(tmp_path / "u.skops")
