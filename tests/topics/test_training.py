from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from analyzer.errors import InputError, OutputError
from analyzer.topics.storage import load_tagger
from analyzer.topics.training import Labelled, read_labelled, some_of_each, train, train_file

Examples = tuple[list[str], list[str]]


@pytest.fixture
def table(tmp_path: Path, examples: Examples) -> Path:
    path = tmp_path / "labels.csv"
    rows = [f"{text},{label}" for text, label in zip(*examples, strict=True)]
    path.write_text("text,label\n" + "\n".join([*rows, ",财税", "没有标签,"]) + "\n", encoding="utf-8-sig")
    return path


def test_training_on_a_file_writes_a_model_that_loads(table: Path, tmp_path: Path) -> None:
    report = train_file(table, tmp_path / "model")
    assert (report.documents, report.skipped, report.weak, report.themes) == (16, 2, 0, {"财税": 8, "教育": 8})
    assert load_tagger(report.files[0]).classes_.tolist() == ["教育", "财税"]


def test_a_model_in_the_way_is_not_replaced_unasked(table: Path, tmp_path: Path) -> None:
    train_file(table, tmp_path / "model")
    with pytest.raises(OutputError, match="exists already"):
        train_file(table, tmp_path / "model")
    train_file(table, tmp_path / "model", overwrite=True)


def test_an_unwritable_folder_is_an_output_error(table: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        train_file(table, table / "model")


def test_weak_labels_come_from_titles(table: Path, tmp_path: Path) -> None:
    weak = tmp_path / "weak.jsonl"
    rows = [{"title": "公路水路运输管理办法", "text": "运" * 200, "label": ""}, {"title": "你好", "text": "好" * 200, "label": ""}]
    weak.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    report = train_file(table, tmp_path / "model", weak=weak)
    assert report.weak == 1
    assert "工业、交通" in load_tagger(report.files[0]).classes_


def test_several_labels_are_split_and_lists_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    rows = [{"text": "一", "label": "甲；乙"}, {"text": "二", "label": ["乙", "丙"]}, {"text": "三", "label": None}]
    path.write_bytes(gzip.compress("\n".join(json.dumps(r, ensure_ascii=False) for r in rows).encode()))
    assert [r.themes for r in read_labelled(path)] == [("甲", "乙"), ("乙", "丙"), ()]


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("标题,正文,主题\n题,文,甲\n", encoding="utf-8")
    assert list(read_labelled(path, text="正文", label="主题", title="标题")) == [Labelled("题", "文", ("甲",))]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "body,label\n一,甲\n", "'text' and 'label' must be among them"),
        ("a.jsonl", "{broken\n", r"a\.jsonl:1: not valid JSON"),
        ("a.jsonl", "[1]\n", r"a\.jsonl:1: a line must be an object"),
        ("a.xlsx", "", r"must be in a \.csv or \.jsonl file"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_labelled(path))


def test_a_missing_file_and_a_wrong_encoding_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_labelled(tmp_path / "none.csv"))
    (tmp_path / "b.csv").write_bytes("文本".encode("gb18030"))
    with pytest.raises(InputError, match="cannot be read as UTF-8"):
        list(read_labelled(tmp_path / "b.csv"))


def test_some_of_each_keeps_at_most_so_many_of_a_theme() -> None:
    reports = [Labelled("公路水路运输", "运" * 200, ())] * 5 + [Labelled("你好", "好" * 200, ())]
    assert len(some_of_each(reports, 3)) == 3


def test_a_document_with_a_label_gets_no_weak_one(examples: Examples) -> None:
    known = [Labelled("", text, (label,)) for text, label in zip(*examples, strict=True)]
    long = Labelled("公路水路运输管理办法", "运" * 200, ("财税",))
    _, weak = train([*known, long], weak=[long], min_df=1)
    assert weak == 0
