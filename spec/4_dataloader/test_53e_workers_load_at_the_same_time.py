"""Said at In [53]: two workers are two processes, which load at the same time.

Each one here waits until the other has begun, too. Were the records loaded one after the other,
the first would wait in vain.

See torch.utils.data.DataLoader.
"""

import os
import time

import pytest
from torch.utils.data import DataLoader, Dataset


class WaitsForTheOther(Dataset):
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, index):
        (self.folder / str(index)).touch()
        deadline = time.monotonic() + 60
        while not (self.folder / str(1 - index)).exists():
            assert time.monotonic() < deadline, "loaded alone"
            time.sleep(0.001)
        return os.getpid()

    def __len__(self):
        return 2


# torch warns of more workers than cores. These wait for each other, which takes none.
@pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning")
def test_workers_load_at_the_same_time(tmp_path):
    # Without a batch_size the records come as they are, one by one.
    loader = DataLoader(
        WaitsForTheOther(tmp_path),
        batch_size=None,
        num_workers=2,
        multiprocessing_context="forkserver",
    )

    first, second = loader

    assert len({first, second, os.getpid()}) == 3
