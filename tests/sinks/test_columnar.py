import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analyzer.errors import AnalyzerError
from analyzer.sinks.columnar import ParquetSink
from analyzer.tables import DIRECTIVES, TARGETS
from tests.sinks.rows import row

pq = pytest.importorskip("pyarrow.parquet", reason="parquet needs pyarrow")


def test_columns_are_typed_and_closed_sets_are_categoricals(tmp_path: Path) -> None:
    with ParquetSink(tmp_path, [DIRECTIVES]) as sink:
        sink.add("directives", [row(DIRECTIVES, strength=4, text="发展汽车", modality="prohibition")])
    frame = pd.read_parquet(tmp_path / "directives.parquet")
    assert frame.columns.tolist() == list(DIRECTIVES.headers())
    assert (frame["strength"].dtype, frame["confidence"].dtype) == ("int64", "float64")
    assert isinstance(frame["modality"].dtype, pd.CategoricalDtype)
    assert frame.loc[0, ["text", "modality"]].tolist() == ["发展汽车", "prohibition"]


def test_row_groups_have_a_fixed_length_however_rows_come(tmp_path: Path) -> None:
    with ParquetSink(tmp_path, [TARGETS], row_group=10) as sink:
        for size in (3, 19, 0, 1, 2):
            sink.add("targets", (row(TARGETS, target_id=str(n)) for n in range(size)))
    file = pq.ParquetFile(tmp_path / "targets.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [10, 10, 5]


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    ParquetSink(tmp_path, [TARGETS]).close()
    assert pd.read_parquet(tmp_path / "targets.parquet").columns.tolist() == list(TARGETS.headers())


@pytest.mark.parametrize(("column", "cell"), [("comparator", "!="), ("start", "x"), ("text", 1.5)])
def test_a_cell_of_another_type_is_named(column: str, cell: object, tmp_path: Path) -> None:
    sink = ParquetSink(tmp_path, [TARGETS])
    with pytest.raises(AnalyzerError, match=rf"a cell of targets\.{column} is not as declared"):
        sink.add("targets", [row(TARGETS, **{column: cell})])
    sink.abort()


@pytest.mark.parametrize("text", ["汽\0车", "\0", "汽" + chr(0xD83D), ""])
def test_any_string_is_kept_whole_beside_others(text: str, tmp_path: Path) -> None:
    with ParquetSink(tmp_path, [TARGETS]) as sink:
        sink.add("targets", [row(TARGETS, text="煤炭"), row(TARGETS, text=text), row(TARGETS, text="钢铁")])
    written = pq.read_table(tmp_path / "targets.parquet")["text"].to_pylist()
    assert written == ["煤炭", text.encode("utf-8", "replace").decode(), "钢铁"]


def test_a_number_that_is_not_there_is_null(tmp_path: Path) -> None:
    with ParquetSink(tmp_path, [TARGETS]) as sink:
        sink.add("targets", [row(TARGETS, number=number) for number in (1.5, None, 2, None)])
    assert pq.read_table(tmp_path / "targets.parquet")["number"].to_pylist() == [1.5, None, 2.0, None]


def test_writing_does_not_load_pandas(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from analyzer.sinks.columnar import ParquetSink; from analyzer.tables import TABLES\n"
        "from tests.sinks.rows import row\n"
        "with ParquetSink(Path(sys.argv[1]), TABLES) as sink:\n"
        "    for table in TABLES[:-1]: sink.add(table.name, [row(table)])\n"
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)
