"""Claim at In [53]: two workers are two processes that load in parallel.

Each of the two workers loads one record, and waits until the other worker has started to load. If
the records were loaded one after the other, the first worker would time out.

See torch.utils.data.DataLoader.
"""

import os
import time

import pytest
from torch.utils.data import DataLoader, Dataset

from pt1h.ranks import START_METHOD


class WaitsForTheOther(Dataset):
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, index):
        other = 1 - index
        (self.folder / str(index)).touch()
        deadline = time.monotonic() + 60
        while not (self.folder / str(other)).exists():
            assert time.monotonic() < deadline, "the other worker has not started to load"
            time.sleep(0.001)
        return os.getpid()

    def __len__(self):
        return 2


# torch warns if there are more workers than cores, but these workers only wait for each other.
@pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning")
def test_workers_load_in_parallel(tmp_path, shared_memory):
    # With batch_size=None, each batch is one record, so each of the two workers loads one. They are
    # not forked from this process, because forking a process with threads is unsafe.
    loader = DataLoader(
        WaitsForTheOther(tmp_path),
        batch_size=None,
        num_workers=2,
        multiprocessing_context=START_METHOD,
    )

    first, second = loader

    assert len({first, second, os.getpid()}) == 3
