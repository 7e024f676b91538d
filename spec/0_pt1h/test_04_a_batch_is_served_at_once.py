"""pt1h: ToyDataset serves a batch in one indexing, and nothing about the batch changes.

See torch.utils.data.default_collate.
"""

import pytest
import torch
from torch.utils.data import DataLoader, Dataset, default_collate

from pt1h import ToyDataset


class RecordByRecord(Dataset):
    def __init__(self, dataset):
        self.dataset = dataset

    def __getitem__(self, index):
        return self.dataset[index]

    def __len__(self):
        return len(self.dataset)


def as_records(records):
    return list(records)


def without_the_first(records):
    return default_collate(list(records)[1:])


@pytest.mark.parametrize("collate_fn", [None, as_records, without_the_first])
def test_a_batch_is_served_at_once(collate_fn):
    dataset = ToyDataset(torch.randn(11, 2), torch.arange(11))

    at_once = list(DataLoader(dataset, batch_size=4, collate_fn=collate_fn))
    one_by_one = list(DataLoader(RecordByRecord(dataset), batch_size=4, collate_fn=collate_fn))

    torch.testing.assert_close(at_once, one_by_one, rtol=0, atol=0)
    assert [type(batch) for batch in at_once] == [type(batch) for batch in one_by_one]


def test_no_record_is_taken_by_itself(monkeypatch):
    dataset = ToyDataset(torch.randn(11, 2), torch.arange(11))
    monkeypatch.delattr(ToyDataset, "__getitem__")

    assert len(list(DataLoader(dataset, batch_size=4))) == 3
