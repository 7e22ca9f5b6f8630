import gzip
import json
import os
from pathlib import Path

import pytest

from analyzer import read_articles
from analyzer.articles import READABLE, Skip
from analyzer.errors import InputError

TEXT = "各单位要加强管理，不得拖延。"


def write(path: Path, text: str = TEXT, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def test_a_folder_is_read_with_its_subfolders_in_the_order_of_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt"):
        write(tmp_path / name)
    assert [a.id for a in read_articles(tmp_path)] == ["a/1", "a/2", "b"]


def test_a_single_file_has_its_name_as_id(tmp_path: Path) -> None:
    assert [a.id for a in read_articles(write(tmp_path / "deep" / "通知.v2.txt"))] == ["通知.v2"]


def test_text_is_kept_as_it_stands(tmp_path: Path) -> None:
    text = "\u3000\u3000一、要求\r\n各地要落实。\r\n"
    (article,) = read_articles(write(tmp_path / "a.txt", text, "gb18030"))
    assert article.text == text


def test_suffixes_count_without_regard_to_case_and_compression(tmp_path: Path) -> None:
    write(tmp_path / "a.TXT")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": TEXT, "id": "x"}).encode()))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert [a.id for a in read_articles(tmp_path)] == ["a", "x", "c"]


def test_hidden_files_and_readmes_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/x.txt", "README.md", "readme.txt", "a.txt"):
        write(tmp_path / name)
    skipped: list[Skip] = []
    assert [a.id for a in read_articles(tmp_path, skipped=skipped)] == ["a"]
    assert skipped == []


def test_what_is_excluded_is_not_read(tmp_path: Path) -> None:
    for name in ("a.txt", "out/b.txt", "c.txt"):
        write(tmp_path / name)
    assert [a.id for a in read_articles(tmp_path, exclude=[tmp_path / "out", tmp_path / "c.txt"])] == ["a"]


def test_unreadable_files_are_skipped_with_their_reasons(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "blank.txt", "\u3000\n")
    write(tmp_path / "old.doc", "x")
    write(tmp_path / "image.gif", "x")
    write(tmp_path / "nosuffix")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "broken.txt.gz").write_bytes(b"no gzip")
    (tmp_path / "short.txt.gz").write_bytes(gzip.compress(TEXT.encode())[:-9])
    skipped: list[Skip] = []
    assert [a.id for a in read_articles(tmp_path, skipped=skipped)] == ["a"]
    reasons = {Path(s.input).name: s.reason for s in skipped}
    assert reasons["empty.txt"] == reasons["blank.txt"] == "is empty"
    assert "binary" in reasons["image.txt"]
    assert ".docx" in reasons["old.doc"]
    assert ", ".join(READABLE) in reasons["image.gif"]
    assert "no suffix" in reasons["nosuffix"]
    assert {"broken.txt.gz", "short.txt.gz"} <= set(reasons)


def test_without_a_list_for_skips_the_first_bad_input_raises(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "")
    write(tmp_path / "b.txt")
    with pytest.raises(InputError, match=r"a\.txt is empty"):
        list(read_articles(tmp_path))


def test_the_only_input_raises_even_where_skips_are_collected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.txt is empty"):
        list(read_articles(write(tmp_path / "a.txt", ""), skipped=[]))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_skipped(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt").chmod(0)
    skipped: list[Skip] = []
    assert len(list(read_articles(tmp_path, skipped=skipped))) == 1
    assert "denied" in skipped[0].reason


def test_a_dangling_link_is_skipped(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    try:
        (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    except OSError:
        pytest.skip("this system makes no links")
    skipped: list[Skip] = []
    assert len(list(read_articles(tmp_path, skipped=skipped))) == 1
    assert Path(skipped[0].input).name == "b.txt"


def test_a_missing_path_raises_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone does not exist: check the path"):
        read_articles(tmp_path / "gone")


def test_a_list_of_paths_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match="read_articles takes one path, not list: call it for each"):
        read_articles(["a.txt", "b.txt"])  # type: ignore[arg-type]


def test_an_empty_folder_raises(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no file to read"):
        list(read_articles(tmp_path))


def test_an_unknown_field_in_the_column_map_raises(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown field 'body'"):
        read_articles(tmp_path, columns={"body": "正文"})
