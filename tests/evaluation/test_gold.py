"""Gold files: what they hold, and that a wrong one is told by line and field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import GoldError, InputError
from analyzer.evaluation import GoldClause, GoldDocument, GoldEntity, GoldTarget, gold_rows, read_gold
from analyzer.records import Modality, Role

TEXT = "会议强调，工信部要加强监管，覆盖率达到90%以上。"


def row(**fields: Any) -> dict[str, Any]:
    clauses = [
        {"start": 0, "end": 4, "role": "F", "modality": "", "addressee": ""},
        {"start": 5, "end": 13, "role": "D", "modality": "O", "addressee": "工信部"},
        {"start": 14, "end": 24, "role": "G", "modality": "", "addressee": ""},
    ]
    entities = [{"start": 5, "end": 8, "label": "MINISTRY", "text": "工信部", "name": "工业和信息化部"}]
    targets = [{"start": 19, "end": 24, "indicator": "覆盖率", "comparator": ">=", "value": "90%以上", "deadline": ""}]
    return {"id": "a", "genre": "news", "date": "2024-05", "text": TEXT, "clauses": clauses, "entities": entities, "targets": targets} | fields


def test_a_row_is_read_field_by_field(write: Callable[..., Path]) -> None:
    (document,) = read_gold(write(row()))
    assert (document.id, document.genre, document.line, document.article().date) == ("a", "news", 1, "2024-05")
    assert document.clauses == (
        GoldClause(0, 4, Role.FRAME),
        GoldClause(5, 13, Role.DIRECTIVE, Modality.OBLIGATION, "工信部"),
        GoldClause(14, 24, Role.GOAL),
    )
    assert document.entities == (GoldEntity(5, 8, "MINISTRY", "工业和信息化部"),)
    assert document.targets == (GoldTarget(19, 24, "90%以上", ">=", "", "覆盖率"),)


def test_roles_and_modalities_may_be_written_out(write: Callable[..., Path]) -> None:
    clause = {"start": 5, "end": 13, "role": "directive", "modality": "obligation", "note": "sure"}
    (document,) = read_gold(write(row(clauses=[clause])))
    assert document.directives == (GoldClause(5, 13, Role.DIRECTIVE, Modality.OBLIGATION),)


def test_a_layer_may_be_null(write: Callable[..., Path]) -> None:
    (document,) = read_gold(write(row(clauses=None, entities=None, targets=None)))
    assert (document.clauses, document.entities, document.targets, document.directives) == (None, None, None, ())


def test_blank_lines_and_a_byte_order_mark_do_not_matter_and_lines_are_counted_with_them(write: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_text("\ufeff\r\n" + json.dumps(row(), ensure_ascii=False) + "\r\n\r\n" + json.dumps(row(id="b")) + "\n", encoding="utf-8")
    assert [(d.id, d.line) for d in read_gold(path)] == [("a", 2), ("b", 4)]


def test_separators_of_unicode_do_not_end_a_row(write: Callable[..., Path]) -> None:
    (document,) = read_gold(write(row(text=TEXT + "\u2028要落实。")))
    assert document.text.endswith("\u2028要落实。")


def test_what_was_read_can_be_written_and_read_again(write: Callable[..., Path]) -> None:
    documents = read_gold(write(row(), row(id="b", genre="", clauses=None, title="通知", issuer="工信部")))
    assert read_gold(write(*gold_rows(documents))) == documents


def clause(**fields: Any) -> dict[str, Any]:
    return row(clauses=[{"start": 5, "end": 13, "role": "D", "modality": "O", "addressee": ""} | fields])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (row(text=None), "text is missing"),
        (row(text=""), "text is empty"),
        (row(id=7), "id is 7, not a string"),
        (row(date="May"), "date 'May' is not one of YYYY"),
        (row(clause=[]), "clause is no field that is known here; known are id, genre, text, clauses"),
        ({k: v for k, v in row().items() if k != "targets"}, "targets is missing: give a list, or null"),
        (row(clauses={}), "clauses is a dict, not a list"),
        (row(clauses=[3]), "clauses[0] is 3, not an object"),
        (clause(adressee="工信部"), "clauses[0].adressee is no field"),
        (clause(role="X"), "clauses[0].role is 'X', not one of D (directive), C (context)"),
        (clause(role=""), "clauses[0].role is empty: the clause 「工信部要加强监管」 has no role yet: give one of D C G F S"),
        (clause(modality=""), "clauses[0].modality is empty: the directive 「工信部要加强监管」 has no modality"),
        (clause(modality="Z"), "clauses[0].modality is 'Z', not one of O (obligation)"),
        (clause(role="S", modality="O"), "clauses[0].modality is 'O', but the clause 「工信部要加强监管」 is no directive"),
        (clause(role="S", modality="", addressee="工信部"), "clauses[0].addressee is '工信部', but the clause"),
        (clause(start="5"), "clauses[0].start is '5', not a whole number"),
        (clause(end=True), "clauses[0].end is True, not a whole number"),
        (clause(start=13), "clauses[0] runs from 13 to 13: it must hold 0 ≤ start < end ≤ 25"),
        (clause(end=99), "clauses[0] runs from 5 to 99"),
        (clause(text="要加强监管"), "clauses[0].text is '要加强监管', but '工信部要加强监管' stands at 5–13"),
        (row(clauses=[{"start": 5, "end": 13, "role": "S"}, {"start": 0, "end": 6, "role": "S"}]), "clauses[1] begins at 0, before clauses[0] ends (13)"),
        (row(entities=[{"start": 5, "end": 8, "label": "ORG"}]), "entities[0].label is 'ORG', not one of MINISTRY, REGION, SECTOR"),
        (
            row(entities=[{"start": 5, "end": 8, "label": "MINISTRY", "name": name} for name in ("", "工业和信息化部")]),
            "entities[1] is MINISTRY 「工信部」 at 5–8, as entities[0] is: take one of them out",
        ),
        (row(entities=[{"start": 5, "end": 8}]), "entities[0].label is missing"),
        (row(targets=[{"start": 19, "end": 24, "comparator": "≥"}]), "targets[0].comparator is '≥', not one of = >="),
    ],
)
def test_a_wrong_row_is_told_by_line_and_field(write: Callable[..., Path], wrong: dict[str, Any], message: str) -> None:
    path = write(row(id="first"), wrong)
    with pytest.raises(GoldError) as caught:
        read_gold(path)
    assert str(caught.value).startswith(f"{path}:2: {message}")
    assert (caught.value.path, caught.value.line) == (path, 2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "a",', "is no JSON: Expecting property name enclosed in double quotes at column 12"),
        ("[]", "is a list, not an object"),
        ("[" * 100_000, "is nested deeper than any gold row"),
        ('{"id": "a", "text": "要加强。", "clauses": ' + "[" * 100_000, "is nested deeper than any gold row"),
        ('{"id": ' + "1" * 5_000 + "}", "is no JSON: Exceeds the limit (4300 digits) for integer string conversion"),
    ],
)
def test_a_line_that_is_no_object_is_told(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: ") as caught:
        read_gold(path)
    assert message in str(caught.value)


def test_one_place_may_have_two_labels(write: Callable[..., Path]) -> None:
    (document,) = read_gold(write(row(entities=[{"start": 5, "end": 8, "label": label} for label in ("MINISTRY", "SECTOR")])))
    assert [entity.label for entity in document.entities or ()] == ["MINISTRY", "SECTOR"]


def test_an_id_may_not_stand_twice(write: Callable[..., Path]) -> None:
    with pytest.raises(GoldError, match="jsonl:2: id 'a' stands in line 1, too"):
        read_gold(write(row(), row()))


def test_a_file_that_is_no_gold_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_gold(tmp_path / "gone.jsonl")
    (tmp_path / "a").write_bytes("要加强".encode("gb18030"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_gold(tmp_path / "a")
    (tmp_path / "b").write_text("\n\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no document"):
        read_gold(tmp_path / "b")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 40) | st.floats(allow_nan=False) | st.text(max_size=3) | st.sampled_from("DCGFSOPEMW"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["start", "end", "role", "modality", "label", "comparator", "x"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
ITEM = st.fixed_dictionaries({}, optional=dict.fromkeys(("start", "end", "text", "role", "modality", "addressee", "label", "name", "comparator", "value"), JSON))


@settings(max_examples=150)
@given(st.fixed_dictionaries({"id": st.just("a") | JSON, "text": st.just(TEXT) | JSON, "clauses": st.lists(ITEM, max_size=2) | JSON, "entities": st.lists(ITEM, max_size=2) | JSON, "targets": JSON}))
def test_whatever_stands_in_a_row_it_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, content: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text(json.dumps(content), encoding="utf-8")
    read: list[GoldDocument] = []
    told = ""
    try:
        read = read_gold(path)
    except GoldError as error:
        told = str(error)
    assert bool(read) != told.startswith(f"{path}:1: ")
    assert [row["text"] for row in gold_rows(read)] == [content["text"]] * len(read)
