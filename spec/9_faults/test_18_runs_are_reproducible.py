"""Ranks: two runs print the same lines, at 1, 2 and 4 ranks, each on its own records."""

import pytest

from pt1h.command import main

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("records", [[], ["--records", "50000"]], ids=["five", "many"])
@pytest.mark.parametrize("nproc", [1, 2, 4])
def test_runs_are_reproducible(nproc, records, capsys):
    command = ["ddp", "--device", "cpu", "--nproc", str(nproc), *records]

    assert main(command) == 0
    first = capsys.readouterr().out
    assert main(command) == 0

    assert capsys.readouterr().out == first
    assert all(f"[RANK] {rank} " in first for rank in range(nproc))
