"""The notebook's toy records, and the loaders that serve them."""

from typing import Any

import torch
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, SequentialSampler

x_train = torch.tensor([[-1.2, 3.1], [-0.9, 2.9], [-0.5, 2.6], [2.3, -1.1], [2.7, -1.5]])
y_train = torch.tensor([0, 0, 0, 1, 1])
x_test = torch.tensor([[-0.8, 2.8], [2.6, -1.6]])
y_test = torch.tensor([0, 1])


class ToyDataset(Dataset[tuple[Tensor, Tensor]]):
    """Records with features x, floats of shape (records, features), and labels y, int64.

    A label is the index of a class, from 0. Raises TypeError for a different dtype, and ValueError
    if there are no records, if a record does not have exactly one label, or if a label is below 0.
    """

    def __init__(self, x: Tensor, y: Tensor) -> None:
        if not x.is_floating_point():
            raise TypeError(f"features must be floats, got {x.dtype}: convert them with x.float()")
        if y.dtype != torch.int64:
            raise TypeError(f"labels must be int64, got {y.dtype}: convert them with y.long()")
        if y.dim() != 1 or len(x) != len(y):
            shapes = f"{tuple(x.shape)} and {tuple(y.shape)}"
            raise ValueError(f"each record must have one label, got x and y of shapes {shapes}")
        if len(y) == 0:
            raise ValueError("a dataset must have at least 1 record, got 0")
        if int(y.min()) < 0:
            raise ValueError(f"labels must be at least 0, got {int(y.min())}: count classes from 0")
        self.features, self.labels = x, y

    def __getitem__(self, index: int | list[int]) -> tuple[Tensor, Tensor]:
        """Return one record, or the records of a list of indices, as batch_loader() requests."""
        return self.features[index], self.labels[index]

    def __len__(self) -> int:
        return len(self.labels)


def loaders(drop_last: bool = True) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """Return the notebook's training loader (shuffled batches of 2) and its test loader."""
    train_ds, test_ds = ToyDataset(x_train, y_train), ToyDataset(x_test, y_test)
    train_loader = DataLoader(train_ds, batch_size=2, shuffle=True, drop_last=drop_last)
    return train_loader, DataLoader(test_ds, batch_size=2)


def toy_records(n: int | None = None) -> tuple[Tensor, Tensor]:
    """Return x and y of the notebook's five training records, or of n drawn around them."""
    if n is None:
        return x_train, y_train
    if n < 1:
        raise ValueError(f"the number of records must be at least 1, got {n}")
    generator = torch.Generator().manual_seed(123)
    around = torch.randint(len(y_train), (n,), generator=generator)
    return x_train[around] + 0.3 * torch.randn(n, 2, generator=generator), y_train[around]


def batch_loader(dataset: Dataset[Any], batch_size: int, sampler: Any = None) -> DataLoader[Any]:
    """Return a loader that indexes the dataset once for each batch, with a list of indices.

    Loading a thousand records one by one and stacking them takes longer than a training step.
    """
    order = SequentialSampler(dataset) if sampler is None else sampler  # type: ignore[arg-type]
    batches = BatchSampler(order, batch_size, drop_last=False)
    return DataLoader(dataset, batch_size=None, sampler=batches)
