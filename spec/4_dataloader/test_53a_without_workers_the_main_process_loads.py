"""Claim at In [53]: with num_workers=0, the main process loads the data.

The process that trains also loads, so the training loop waits while a batch is loaded.

See torch.utils.data.DataLoader.
"""

import os

from torch.utils.data import DataLoader, Dataset


class ProcessIds(Dataset):
    def __getitem__(self, index):
        return os.getpid()

    def __len__(self):
        return 4


def test_without_workers_the_main_process_loads():
    loader = DataLoader(ProcessIds(), batch_size=2, num_workers=0)

    assert [batch.tolist() for batch in loader] == [[os.getpid()] * 2] * 2
