"""A run from files to tables, with a stand-in for the analysis: what is tested is the bookkeeping."""

import csv
import json
from pathlib import Path

import pytest

from analyzer.articles import read_articles
from analyzer.batch import work
from analyzer.errors import InputError, OutputError, ResourceError
from analyzer.filters import Filters
from analyzer.run import clean_file, directive_records, extract, run
from tests import hand_built as by_hand

NAMES = {"directives.csv", "articles.csv", "entities.csv", "targets.csv", "skipped.csv", "summary.csv", "texts.jsonl"}
RECORD = {"run.json"}
"""The record of a run, which tells how long it took and so is never the same twice."""


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand.stand_in(monkeypatch)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"a": "工信部要发展汽车。天气好。", "b": "不得乱收费。", "c": "天气好。"}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def names(out: Path) -> set[str]:
    """The files that a run shows."""
    return {path.name for path in out.iterdir() if not path.name.startswith(".")}


def test_a_run_writes_the_tables_and_reports(articles: Path, tmp_path: Path) -> None:
    report = run([articles], tmp_path / "out")
    assert names(tmp_path / "out") == NAMES | RECORD == {p.name for p in report.files}
    assert (report.articles, report.directives, report.entities, report.failed) == (3, 2, 2, 0)
    assert report.modalities == {"obligation": 1, "prohibition": 1}
    assert report.ministries == {"工业和信息化部": 1}
    assert [r["evidence"] for r in rows(tmp_path / "out" / "directives.csv")] == ["工信部要发展汽车", "不得乱收费"]
    assert [r["id"] for r in rows(tmp_path / "out" / "articles.csv")] == ["a", "b", "c"]
    assert rows(tmp_path / "out" / "skipped.csv") == []
    assert rows(tmp_path / "out" / "summary.csv")[0] == {"ministry": "工业和信息化部", "directives": "1", "汽车制造业": "1", "(none)": "0"}


def test_the_texts_are_kept_as_they_were_read_unless_left_out(articles: Path, tmp_path: Path) -> None:
    run([articles], tmp_path / "out")
    kept = [json.loads(line) for line in (tmp_path / "out" / "texts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["article_id"]: row["text"] for row in kept} == {a.id: a.text for a in read_articles(articles, skipped=[])}
    run([articles], tmp_path / "out", texts=False, overwrite=True)
    assert not (tmp_path / "out" / "texts.jsonl").exists()


def test_an_input_of_the_name_of_the_texts_is_read_and_stays(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"id": "a", "text": "工信部要发展汽车。"}\n', encoding="utf-8")
    assert run([tmp_path], tmp_path, texts=False).articles == 1
    assert (tmp_path / "texts.jsonl").exists()


def test_batches_do_not_show_in_the_tables(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([articles], tmp_path / "one")
    monkeypatch.setattr(work, "GROUP", 2)
    run([articles], tmp_path / "two")
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_per_article_tables_hold_the_same_rows(articles: Path, tmp_path: Path) -> None:
    run([articles], tmp_path / "out", per_article=True)
    parts = sorted((tmp_path / "out" / "per_article").iterdir())
    assert [p.name for p in parts] == ["a.csv", "b.csv", "c.csv"]
    assert [r for p in parts for r in rows(p)] == rows(tmp_path / "out" / "directives.csv")


def test_chinese_headers_reach_every_table(articles: Path, tmp_path: Path) -> None:
    run([articles], tmp_path / "out", headers="zh", bom=False)
    for name in NAMES - {"texts.jsonl"}:
        first = (tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()[0]
        assert not first.startswith("\ufeff")
        assert ord(first[0]) > 0x4E00


def test_an_article_that_breaks_the_analysis_costs_no_other(articles: Path, tmp_path: Path) -> None:
    (articles / "b.txt").write_text("爆", encoding="utf-8")
    report = run([articles], tmp_path / "out")
    assert (report.articles, report.failed) == (2, 1)
    assert rows(tmp_path / "out" / "skipped.csv") == [{"input": "b", "reason": "analysis failed with RuntimeError: it broke"}]


def test_a_fault_of_the_installation_ends_the_run(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def analyze(_: object) -> object:
        raise ResourceError("models/zh_policy holds no built pipeline: run `analyzer build`")

    by_hand.stand_in(monkeypatch, analyze)
    with pytest.raises(ResourceError, match="run `analyzer build`"):
        run([articles], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_article_whose_rows_break_the_schema_costs_no_other(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def analyze(article: object) -> object:
        found = by_hand.simple_analyze(article)  # type: ignore[arg-type]
        if found.article.id != "b":
            return found
        return by_hand.analysis(found.article, directives=(by_hand.directive(found.article, 0, 3, strength=9),))

    by_hand.stand_in(monkeypatch, analyze)
    report = run([articles], tmp_path / "out")
    assert (report.articles, report.failed) == (2, 1)
    (skip,) = rows(tmp_path / "out" / "skipped.csv")
    assert skip["input"] == "b"
    assert skip["reason"].startswith("analysis failed: 1 cells of the table directives are not as declared: strength of row 0: 9")
    assert [r["article_id"] for r in rows(tmp_path / "out" / "directives.csv")] == ["a"]


def test_filters_leave_directives_and_articles_out(articles: Path, tmp_path: Path) -> None:
    table = tmp_path / "dated.jsonl"
    dated = [{"id": y, "text": "工信部要发展汽车。不得乱收费。", "date": y} for y in ("2021", "2022")]
    table.write_text("".join(json.dumps(r) + "\n" for r in dated), encoding="utf-8")
    report = run([table], tmp_path / "out", filters=Filters(ministries=["工信部"], since="2022"))
    assert (report.articles, report.left_out, report.directives) == (1, 1, 1)


def test_filters_that_leave_no_article_are_no_error(articles: Path, tmp_path: Path) -> None:
    report = run([articles], tmp_path / "out", filters=Filters(since="2022"))
    assert (report.articles, report.left_out) == (0, 3)
    assert rows(tmp_path / "out" / "articles.csv") == []


def test_ids_that_occur_twice_are_told_apart_and_copies_are_skipped(articles: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("要落实。", encoding="utf-8")
    (other / "b.txt").write_text("不得乱收费。", encoding="utf-8")
    report = run([articles, other], tmp_path / "out")
    assert [r["id"] for r in rows(tmp_path / "out" / "articles.csv")] == ["a", "b", "c", "a~2"]
    assert [s.reason for s in report.skipped] == ["the same id and text were read before"]


def test_the_folder_of_the_tables_may_lie_among_the_articles(articles: Path) -> None:
    for out in (articles / "out", articles):
        run([articles], out, per_article=True)
        again = run([articles], out, per_article=True, overwrite=True)
        assert again.articles == 3


def test_tables_of_unknown_origin_stay_unless_told(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "directives.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"already holds directives\.csv: give --overwrite"):
        run([articles], out)
    assert {p.name: p.read_text(encoding="utf-8") for p in out.iterdir()} == {"directives.csv": "mine"}
    run([articles], out, overwrite=True)
    assert len(rows(out / "directives.csv")) == 2


def test_another_configuration_is_refused_with_the_difference_named(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([articles], out)
    before = (out / "directives.csv").read_bytes()
    with pytest.raises(OutputError, match=r"headers was 'en', is now 'zh'; modalities was none, is now \['prohibition'\]\. Give --overwrite"):
        run([articles], out, headers="zh", filters=Filters(modalities=["prohibition"]))
    with pytest.raises(OutputError, match="paths was"):
        run([articles / "a.txt"], out)
    assert (out / "directives.csv").read_bytes() == before
    run([articles], out, headers="zh", overwrite=True)
    assert (out / "directives.csv").read_bytes() != before


def test_the_same_call_finds_nothing_to_do(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run([articles], tmp_path / "out")
    by_hand.stand_in(monkeypatch, lambda _: pytest.fail("nothing is to be analysed"))
    again = run([articles], tmp_path / "out")
    assert (first.changed, first.fresh, again.changed, again.fresh) == (True, 3, False, 0)
    assert (again.articles, again.directives, again.modalities, again.files) == (3, 2, first.modalities, first.files)


def test_nothing_is_written_when_there_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"no article could be analysed\n .*a\.txt: is empty"):
        run([tmp_path / "in"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_one_bad_path_of_several_is_a_skip(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    report = run([tmp_path / "empty.txt", articles], tmp_path / "out")
    assert report.articles == 3
    assert [(Path(s.input).name, s.reason) for s in report.skipped] == [("empty.txt", "is empty")]


def test_a_missing_path_ends_the_run_before_it_begins(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone does not exist"):
        run([articles, tmp_path / "gone"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_extract_reads_a_file_or_bytes(articles: Path) -> None:
    assert [len(a.directives) for a in extract(articles / "a.txt")] == [1]
    assert [len(a.directives) for a in extract(None, data="要落实。不得拖延。".encode("gb18030"))] == [2]
    with pytest.raises(InputError, match="standard input is empty"):
        extract(None)


def test_directive_records_are_plain_data(articles: Path) -> None:
    (found,) = extract(articles / "a.txt")
    (record,) = directive_records(found)
    assert json.loads(json.dumps(record))["ministries"][0]["name"] == "工业和信息化部"


def test_clean_file_tells_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"a\.txt is empty"):
        clean_file(tmp_path / "a.txt")
    with pytest.raises(InputError, match="cannot be read"):
        clean_file(tmp_path)


def test_tables_come_in_every_format_asked_for(articles: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="parquet needs pyarrow")
    report = run([articles], tmp_path / "out", formats=["jsonl", "parquet", "jsonl"], texts=False)
    expected = {f"{table}.{format}" for table in ("directives", "articles", "entities", "targets") for format in ("jsonl", "parquet")}
    assert names(tmp_path / "out") == expected | {"skipped.csv", "summary.csv"} | RECORD == {p.name for p in report.files}


def test_another_format_replaces_the_tables_of_an_earlier_run(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([articles], out, formats=["jsonl"])
    with pytest.raises(OutputError, match=r"format was \['jsonl'\], is now \['csv'\]"):
        run([articles], out)
    run([articles], out, overwrite=True)
    assert names(out) == NAMES | RECORD


def test_an_input_that_has_the_name_of_a_table_is_read_and_stays(tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl"
    source.write_text('{"id": "a", "text": "不得乱收费。"}\n', encoding="utf-8")
    assert run([tmp_path], tmp_path, overwrite=True).articles == 1
    assert source.exists()


def test_a_format_that_is_none_is_told_before_anything_is_read(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="choose of csv, xlsx, parquet, jsonl, duckdb"):
        run([articles], tmp_path / "out", formats=["xls"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("count", "directives"), [(False, 1), (True, 2)])
def test_reprints_count_once_unless_asked_for(count: bool, directives: int, articles: Path, tmp_path: Path) -> None:
    marks = tmp_path / "reprints.csv"
    marks.write_text("article_id,original\nb,a\na,a\n", encoding="utf-8")
    report = run([articles], tmp_path / "out", reprints=marks, count_reprints=count)
    assert report.directives == directives
    assert [row["reprint_of"] for row in rows(tmp_path / "out" / "articles.csv")] == ["", "a", ""]
    assert len(rows(tmp_path / "out" / "directives.csv")) == 2


def test_one_article_of_a_file_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\nx,要落实。\ny,不得乱收费。\n", encoding="utf-8")
    assert [a.article.id for a in extract(path, id="y")] == ["y"]
    with pytest.raises(InputError, match="has the id 'z'"):
        list(extract(path, id="z"))
