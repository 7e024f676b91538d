"""Ranks: a run prints the same lines each time, on 1, 2 or 4 ranks, with few or many records.

Two ranks print the lines of the run that spec 75g writes out.
"""

from pathlib import Path

import pytest

from pt1h.command import main


@pytest.mark.parametrize("records", [[], ["--records", "50000"]], ids=["few", "many"])
@pytest.mark.parametrize("nproc", [1, 2, 4])
def test_runs_are_reproducible(nproc, records, capsys):
    command = ["ddp", "--device", "cpu", "--nproc", str(nproc), *records]

    assert main(command) == 0
    first = capsys.readouterr().out
    assert main(command) == 0

    assert capsys.readouterr().out == first
    assert all(f"[RANK] {rank} " in first for rank in range(nproc))
    if nproc == 2 and not records:
        run = Path(__file__).parents[1] / "8_ddp" / "test_75g_two_process_run.txt"
        assert run.read_text(encoding="utf-8").rpartition("[TRAIN")[0] in first
