"""What happens to real runs: killed workers, a killed parent, a full or read-only disk. Nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.runs import corpus, tables

psutil = pytest.importorskip("psutil", reason="killing workers needs psutil, which comes with the extra batch")
pytest.importorskip("distributed", reason="workers need the extra batch")
pytest.importorskip("pyarrow", reason="parquet needs pyarrow")

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX systems do")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("faults") / "in", 200)


@pytest.fixture(scope="module")
def expected(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of an undisturbed run in one process."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    finish(inputs, out, 1)
    found = tables(out)
    assert len(found) > 200
    return found


def start(inputs: Path, out: Path, workers: int | str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.batch.started", str(inputs), str(out), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})


def finish(inputs: Path, out: Path, workers: int | str, expect: int = 0) -> str:
    process = start(inputs, out, workers)
    _, err = process.communicate(timeout=240)
    assert process.returncode == expect, err
    return err


def parts(out: Path) -> int:
    return len(list((out / ".analyzer" / "parts").glob("*.zip")))


def wait(until: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 120) -> None:
    """Wait for something to happen to a run that is under way."""
    end = time.monotonic() + seconds
    while not until():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.002)


def workers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if any("spawn_main" in word for word in child.cmdline())]


def test_a_killed_worker_costs_nothing(inputs: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    process = start(inputs, tmp_path / "out", 2)
    wait(lambda: parts(tmp_path / "out") >= 3, process)
    first, *_ = workers_of(process)
    first.kill()
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert tables(tmp_path / "out") == expected


def test_a_killed_run_goes_on_and_its_workers_do_not_survive_it(inputs: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(inputs, out, 3)
    wait(lambda: parts(out) >= 3, process)
    workers = workers_of(process)
    assert len(workers) == 3
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []
    assert not (out / "articles.csv").exists()
    before = parts(out)
    assert before >= 3
    finish(inputs, out, 1)
    assert tables(out) == expected
    assert not (out / ".analyzer" / "scratch").exists()


def test_the_workers_of_a_scheduler_give_the_same_tables(inputs: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    finish(inputs, tmp_path / "out", "cluster")
    assert tables(tmp_path / "out") == expected


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], None]]]:
    """A small disk, and what changes its options."""
    place = tmp_path / "disk"
    place.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a disk")

    def change(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)

    yield place, change
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_named_and_the_run_goes_on_when_there_is_room(
    inputs: Path, expected: dict[str, bytes], disk: tuple[Path, Callable[[str], None]]
) -> None:
    place, change = disk
    err = finish(inputs, place / "out", 2, expect=1)
    assert "OutputError" in err
    assert "No space left on device" in err
    assert not list((place / "out").glob("*.csv"))
    change("size=100m")
    finish(inputs, place / "out", 1)
    assert tables(place / "out") == expected


def test_a_read_only_disk_is_named(inputs: Path, disk: tuple[Path, Callable[[str], None]]) -> None:
    place, change = disk
    change("ro")
    err = finish(inputs, place / "out", 1, expect=1)
    assert "OutputError" in err
    assert "Read-only file system" in err
