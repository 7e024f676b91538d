"""Ranks: a rank's DataLoader may have workers, and none outlives the rank, however it ends.

See torch.utils.data.DataLoader.
"""

import pytest

pytestmark = pytest.mark.faults

SCRIPT = """\
import os
from torch import distributed
from torch.utils.data import DataLoader, get_worker_info
from pt1h.distributed import launch
from pt1h.rank import RankError

class WhoLoads:
    def __getitem__(self, index):
        return get_worker_info().id

    def __len__(self):
        return 1000

def train(end):
    batches = iter(DataLoader(WhoLoads(), num_workers=2))
    loaded_by = [next(batches).item() for _ in range(4)]
    if distributed.get_rank() == 1:
        eval(end)
    distributed.barrier()
    return loaded_by

if __name__ == "__main__":
    for end in ["1 / 0", "os._exit(3)", "os.kill(os.getpid(), 9)", "None"]:
        try:
            print(launch(train, 2, end))
        except RankError as error:
            print(error)
"""
PRINTED = """\
rank 1 failed: ZeroDivisionError: division by zero
rank 1 ended before its function returned: exit status 3
rank 1 ended before its function returned: killed by SIGKILL
[[0, 1, 0, 1], [0, 1, 0, 1]]
"""


def test_a_rank_may_load_with_workers(start, tmp_path, monkeypatch):
    (tmp_path / "script.py").write_text(SCRIPT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")

    run = start("script")

    out, err = run.output()
    assert (out, err) == (PRINTED, "")
