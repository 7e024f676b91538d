"""Said at In [53]: a worker loads the next batches before the main process asks for them.

Each worker keeps prefetch_factor batches ready, 2 unless told, while the main process computes.

See torch.utils.data.DataLoader.
"""

import os
import time

from torch.utils.data import DataLoader, Dataset


class LeavesATrace(Dataset):
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, index):
        (self.folder / str(index)).touch()
        return os.getpid()

    def __len__(self):
        return 10


def test_workers_load_ahead(tmp_path, shared_memory):
    loader = DataLoader(
        LeavesATrace(tmp_path), batch_size=1, num_workers=1, multiprocessing_context="forkserver"
    )

    batches = iter(loader)
    assert next(batches).item() != os.getpid()

    # One batch is taken and no more asked for, but the next two are loaded all the same.
    deadline = time.monotonic() + 60
    while not (tmp_path / "2").exists():
        assert time.monotonic() < deadline
        time.sleep(0.001)
    assert len(list(batches)) == 9
