"""Claim at In [48]: a Dataset does not have to hold tensors, and can read from a database instead.

See torch.utils.data.Dataset.
"""

import sqlite3

import torch
from torch.utils.data import DataLoader, Dataset

from pt1h import ToyDataset
from pt1h.data import x_train, y_train


class TableDataset(Dataset):
    def __init__(self, connection):
        self.connection = connection

    def __getitem__(self, index):
        query = "SELECT x0, x1, label FROM records WHERE rowid = ?"
        x0, x1, label = self.connection.execute(query, (index + 1,)).fetchone()
        return torch.tensor([x0, x1]), label

    def __len__(self):
        return self.connection.execute("SELECT count(*) FROM records").fetchone()[0]


def test_dataset_need_not_hold_tensors():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE records (x0 REAL, x1 REAL, label INTEGER)")
    for (x0, x1), label in zip(x_train.tolist(), y_train.tolist(), strict=True):
        connection.execute("INSERT INTO records VALUES (?, ?, ?)", (x0, x1, label))

    from_table = DataLoader(TableDataset(connection), batch_size=2)
    from_tensors = DataLoader(ToyDataset(x_train, y_train), batch_size=2)

    for (x, y), (same_x, same_y) in zip(from_table, from_tensors, strict=True):
        assert torch.equal(x, same_x)
        assert torch.equal(y, same_y)
    connection.close()
