"""A run in a process of its own, on small chunks, to be killed: ``python -m tests.batch.started IN OUT WORKERS``.

With ``cluster`` for WORKERS it starts a cluster of its own and gives the address of its scheduler.
"""

from __future__ import annotations

import sys

import pytest

from analyzer.run import run
from tests.batch.runs import OPTIONS, small_chunks


def main() -> None:
    small_chunks(pytest.MonkeyPatch())
    inputs, out, workers = sys.argv[1:]
    if workers == "cluster":
        from distributed import LocalCluster

        with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
            run([inputs], out, scheduler=cluster.scheduler_address, **OPTIONS)
    else:
        run([inputs], out, workers=int(workers), **OPTIONS)


if __name__ == "__main__":
    main()
