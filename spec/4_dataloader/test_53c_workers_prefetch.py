"""Claim at In [53]: a worker prefetches batches before the main process asks for them.

While the main process computes, a worker keeps prefetch_factor batches ready (2 by default). The
Dataset here creates a file for each record that it loads. The main process takes one batch, and
then waits until the files of the next two records exist, although it has not asked for them.

See torch.utils.data.DataLoader.
"""

import os
import time

from torch.utils.data import DataLoader, Dataset

from pt1h.ranks import START_METHOD


class CreatesFiles(Dataset):
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, index):
        (self.folder / str(index)).touch()
        return os.getpid()

    def __len__(self):
        return 10


def test_workers_prefetch(tmp_path, shared_memory):
    loader = DataLoader(
        CreatesFiles(tmp_path), batch_size=1, num_workers=1, multiprocessing_context=START_METHOD
    )

    batches = iter(loader)
    assert next(batches).item() != os.getpid()

    # The main process has taken record 0, but the worker also loads records 1 and 2.
    deadline = time.monotonic() + 60
    while not (tmp_path / "2").exists():
        assert time.monotonic() < deadline
        time.sleep(0.001)
    assert len(list(batches)) == 9
