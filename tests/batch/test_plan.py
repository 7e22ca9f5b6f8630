"""Inputs are cut into chunks that hold, together, what a reader of the whole input finds: articles, ids, places of faults."""

import builtins
import csv
import gzip
import io
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.articles import Limits, Skip, read_articles
from analyzer.articles.rows import check_columns
from analyzer.batch import cuts, plan
from analyzer.batch.known import Known
from analyzer.batch.pieces import Chunk, read_plan
from analyzer.batch.plan import chunks, expanded
from analyzer.batch.stretch import read_piece
from analyzer.errors import InputError
from analyzer.records import Article

COLUMNS = check_columns(None)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "LEAST", 300)
    monkeypatch.setattr(cuts, "MOST", 1200)
    monkeypatch.setattr(cuts, "PACKED", 100)
    monkeypatch.setattr(cuts, "_ONE_IN", 4)
    monkeypatch.setattr(plan, "_FILES", 5)


def planned(paths: Sequence[Path], tmp_path: Path, known: Known | None = None) -> list[Chunk]:
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    return list(chunks(list(map(str, paths)), COLUMNS, [], spool, Limits(), known))


def read(found: list[Chunk]) -> tuple[list[Article], list[Skip]]:
    skips: list[Skip] = []
    articles = [article for chunk in found for piece in chunk.pieces for article in read_piece(piece, COLUMNS, skips.append, Limits())]
    return articles, skips


def rows(count: int) -> list[dict[str, Any]]:
    return [{"id": f"n{n}", "title": f"标题{n}", "text": f"第{n}条，\n要\"落实\",不得拖延。" * (1 + n % 4)} for n in range(count)]


def write_jsonl(path: Path, count: int = 60) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows(count)]
    lines[20] = "{broken"
    lines[40] = ""
    data = ("\n".join(lines) + "\n").encode()
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(data))
    else:
        path.write_bytes(data)
    return path


def write_csv(path: Path, encoding: str = "utf-8-sig", count: int = 60) -> Path:
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.DictWriter(handle, ["id", "title", "text"])
        writer.writeheader()
        writer.writerows(rows(count))
        handle.write("one,two\r\n")
        writer.writerows(rows(3))
    return path


def check(path: Path, tmp_path: Path, least: int = 4) -> None:
    expected: list[Skip] = []
    whole = list(read_articles(path, skipped=expected))
    found = planned([path], tmp_path)
    assert len(found) > least
    assert read(found) == (whole, expected)
    assert whole


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_jsonl_is_cut_at_line_ends(name: str, tmp_path: Path) -> None:
    check(write_jsonl(tmp_path / name), tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_cut_at_the_ends_of_rows_not_of_lines(encoding: str, tmp_path: Path) -> None:
    check(write_csv(tmp_path / "a.csv", encoding), tmp_path)


def test_csv_with_a_quote_that_nobody_closes_tells_the_same_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv")
    path.write_bytes(path.read_bytes() + b'n1,"no end\r\n' + b"n2,b,c\r\n" * 50)
    check(path, tmp_path)


def test_csv_with_carriage_returns_alone_is_read_as_a_whole(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv")
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    check(path, tmp_path, least=0)


def test_parquet_is_cut_at_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="parquet needs pyarrow")
    import pyarrow as pa

    many = [*rows(60), {"id": "e", "title": "", "text": " "}]
    pq.write_table(pa.Table.from_pylist(many), tmp_path / "a.parquet", row_group_size=7)
    monkeypatch.setattr(cuts, "LEAST", 1)
    check(tmp_path / "a.parquet", tmp_path)


def test_utf_16_is_not_cut(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", "utf-16")
    assert len(planned([tmp_path / "a.csv"], tmp_path)) == 1


def test_a_cut_gzip_gives_the_rows_before_the_cut_and_is_named(tmp_path: Path) -> None:
    whole = write_jsonl(tmp_path / "whole.jsonl.gz", 400)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    articles, skips = read(planned([path], tmp_path))
    every = list(read_articles(whole, skipped=[]))
    assert articles == every[: len(articles)]
    assert len(articles) > len(every) / 2
    assert [skip.input for skip in skips] == [f"{path}:21", str(path)]
    assert "ended before" in skips[-1].reason


def test_files_of_a_folder_are_grouped_and_a_new_one_changes_one_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_ONE_IN", 3)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text("要落实。", encoding="utf-8")
    before = planned([folder], tmp_path)
    (folder / "20b.txt").write_text("要落实。", encoding="utf-8")
    after = planned([folder], tmp_path)
    assert len(before) > 8
    assert [a.id for a in read(after)[0]] == sorted(a.id for a in read(after)[0])  # type: ignore[type-var]
    assert len({chunk.id for chunk in after} - {chunk.id for chunk in before}) <= 3


def test_rows_put_into_the_middle_move_the_cuts_around_them_and_only_chunks_before_them_are_not_read_again(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", 200)
    before = planned([path], tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:100], '{"id": "new", "text": "要落实。"}\n'.encode(), *lines[100:]]))
    after = planned([path], tmp_path)
    marks = {piece.mark for chunk in after for piece in chunk.pieces}
    assert 1 <= len({piece.mark for chunk in before for piece in chunk.pieces} - marks) <= 3
    row = sum(map(len, lines[:100]))
    ahead = [chunk.id for chunk in before if chunk.pieces[0].end <= row]
    assert [chunk.id for chunk in after][: len(ahead)] == ahead != []
    assert not {chunk.id for chunk in before[len(ahead) :]} & {chunk.id for chunk in after}


def test_rows_put_at_the_end_change_the_last_chunk(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", 200)
    before = [chunk.id for chunk in planned([path], tmp_path)]
    with path.open("a", encoding="utf-8") as handle:
        handle.write('{"id": "new", "text": "要落实。"}\n')
    after = [chunk.id for chunk in planned([path], tmp_path)]
    assert after[: len(before) - 1] == before[:-1] != []
    assert before[-1] not in after


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz"])
def test_a_large_file_that_cannot_be_opened_is_named_and_costs_no_other(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = (write_csv if name == "a.csv" else write_jsonl)(tmp_path / name)
    (tmp_path / "b.txt").write_text("要落实。", encoding="utf-8")
    really = builtins.open

    def denied(file: Any, *args: Any, **options: Any) -> Any:
        if str(file) == str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return really(file, *args, **options)

    monkeypatch.setattr(builtins, "open", denied)
    monkeypatch.setattr(io, "open", denied)
    articles, skips = read(planned([path, tmp_path / "b.txt"], tmp_path))
    assert [article.id for article in articles] == ["b"]
    assert skips == [Skip(str(path), "Permission denied")]


def test_a_file_that_breaks_in_its_middle_is_named_behind_the_rows_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_jsonl(tmp_path / "a.jsonl")
    really, cuts_left = cuts._Cutter.full, [3]

    def full(cutter: Any, at: int, last: bytes) -> bool:
        cuts_left[0] -= (found := really(cutter, at, last))
        if cuts_left[0] == 0:
            raise OSError(5, "Input/output error")
        return found

    monkeypatch.setattr(cuts._Cutter, "full", full)
    articles, skips = read(planned([path], tmp_path))
    assert [article.id for article in articles] == [f"n{n}" for n in range(len(articles))] != []
    assert skips == [Skip(str(path), "Input/output error")]


def test_a_copy_that_cannot_be_written_is_no_fault_of_the_input(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl.gz")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        list(chunks([str(path)], COLUMNS, [], tmp_path / "nowhere", Limits()))


@pytest.mark.parametrize("content", [b"", b"\0\1\2" * 900, '{"body": "要落实。"}\n'.encode() * 90, b"not json\n" * 300])
def test_what_holds_no_article_is_named_as_the_reader_names_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    (tmp_path / "b.txt").write_text("要落实。", encoding="utf-8")
    expected: list[Skip] = []
    list(read_articles(tmp_path, skipped=expected))
    assert read(planned([tmp_path], tmp_path))[1] == expected != []


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ((skip,)) = read(planned([tmp_path / "in"], tmp_path))[1]
    assert skip.reason.startswith("holds no file to read")


@pytest.fixture
def known(tmp_path: Path) -> Callable[[list[Chunk]], Known]:
    """What is known of a plan whose parts are all there."""

    def of(found: list[Chunk]) -> Known:
        (tmp_path / "plan.jsonl").write_text("".join(chunk.line() for chunk in found), encoding="utf-8")
        (tmp_path / "parts").mkdir(exist_ok=True)
        for chunk in found:
            (tmp_path / "parts" / f"{chunk.id}.zip").touch()
        return Known(tmp_path / "plan.jsonl", tmp_path / "parts")

    return of


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_file_that_was_cut_before_is_not_read_again(
    name: str, tmp_path: Path, known: Callable[[list[Chunk]], Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_jsonl(folder / name)
    (folder / "b.txt").write_text("要落实。", encoding="utf-8")
    first = planned([folder], tmp_path)
    earlier = known(first)
    shutil.rmtree(tmp_path / "spool")
    monkeypatch.setattr(plan, "stretches", None)
    assert planned([folder], tmp_path, earlier) == first
    assert not list((tmp_path / "spool").iterdir())


def test_a_compressed_file_is_unpacked_again_where_a_part_of_it_is_missing(tmp_path: Path, known: Callable[[list[Chunk]], Known]) -> None:
    file = write_jsonl(tmp_path / "a.jsonl.gz")
    first = planned([file], tmp_path)
    earlier = known(first)
    whole = read(first)
    shutil.rmtree(tmp_path / "spool")
    (tmp_path / "parts" / f"{first[1].id}.zip").unlink()
    assert read(planned([file], tmp_path, earlier)) == whole


def test_a_file_that_was_written_again_is_cut_again(tmp_path: Path, known: Callable[[list[Chunk]], Known]) -> None:
    file = write_jsonl(tmp_path / "a.jsonl")
    earlier = known(planned([file], tmp_path))
    write_jsonl(file, 70)
    assert read(planned([file], tmp_path, earlier)) == read(planned([file], tmp_path))


def test_a_cut_gzip_is_named_again_by_a_plan_that_knows_it(tmp_path: Path, known: Callable[[list[Chunk]], Known]) -> None:
    file = write_jsonl(tmp_path / "a.jsonl.gz")
    file.write_bytes(file.read_bytes()[:-100])
    first = planned([file], tmp_path)
    assert planned([file], tmp_path, known(first)) == first


def test_patterns_stand_for_what_they_match(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "[c].txt"):
        (tmp_path / name).write_text("要落实。", encoding="utf-8")
    assert [Path(p).name for p in expanded([tmp_path / "?.txt", tmp_path / "[c].txt"])] == ["a.txt", "b.txt", "[c].txt"]
    with pytest.raises(InputError, match=r"\*\.csv does not exist"):
        expanded([tmp_path / "*.csv"])


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "a\udcff.txt").write_text("要落实。", encoding="utf-8")
    found = planned([write_csv(tmp_path / "a.csv"), tmp_path], tmp_path)
    (tmp_path / "plan").write_text("".join(chunk.line() for chunk in found), encoding="utf-8", errors="surrogatepass")
    assert list(read_plan(tmp_path / "plan")) == found
