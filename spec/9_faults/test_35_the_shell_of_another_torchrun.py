"""Ranks: what another launcher left in the shell, LOCAL_RANK and the like, reaches no rank.

Two ranks that take it for their own would both use the first GPU.

See torch.distributed.get_node_local_rank.
"""

import os
from pathlib import Path

import pytest

from pt1h.command import main
from pt1h.distributed import launch

pytestmark = pytest.mark.faults

NAMES = ["RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "MASTER_ADDR"]


def told():
    return *(os.environ[name] for name in NAMES), int(os.environ["MASTER_PORT"]) > 0


TOLD = [("0", "0", "2", "2", "127.0.0.1", True), ("1", "1", "2", "2", "127.0.0.1", True)]
SCRIPT = f"""\
from torch import distributed
from {__name__} import told
from pt1h.distributed import launch
from pt1h.torchrun import under_torchrun

if __name__ == "__main__":
    print(launch(told, 2))
    print(launch(distributed.get_node_local_rank, 2), launch(under_torchrun, 2))
"""


def test_each_rank_is_told_its_own():
    assert launch(told, 2) == TOLD


def test_the_shell_of_another_torchrun(start, tmp_path, monkeypatch):
    (tmp_path / "script.py").write_text(SCRIPT)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parent}", prepend=":")
    for name in ["TORCHELASTIC_RUN_ID", "MASTER_PORT", *NAMES]:
        monkeypatch.setenv(name, "0")

    out, err = start("script").output()

    assert (out, err) == (f"{TOLD}\n[0, 1] [False, False]\n", "")


def test_an_id_alone_is_no_torchrun(monkeypatch, capsys):
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "old")

    assert main(["ddp", "--device", "cpu"]) == 0

    assert capsys.readouterr().out.endswith("[TRAIN ACCURACY] 100.0% (5 of 5 records)\n")
