"""The toy records of the document, and the loaders that serve them to a network."""

from typing import Any

import torch
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, SequentialSampler

x_train = torch.tensor([[-1.2, 3.1], [-0.9, 2.9], [-0.5, 2.6], [2.3, -1.1], [2.7, -1.5]])
y_train = torch.tensor([0, 0, 0, 1, 1])
x_test = torch.tensor([[-0.8, 2.8], [2.6, -1.6]])
y_test = torch.tensor([0, 1])


def toy_records(n: int | None = None) -> tuple[Tensor, Tensor]:
    """The document's five training records, or n that are drawn around them, always the same.

    Returns x of shape (n, 2) and y of shape (n,). Raises ValueError where n is below 1.
    """
    if n is None:
        return x_train, y_train
    if n < 1:
        raise ValueError(f"records is {n}: draw at least 1")
    generator = torch.Generator().manual_seed(123)
    around = torch.randint(len(y_train), (n,), generator=generator)
    return x_train[around] + 0.3 * torch.randn(n, 2, generator=generator), y_train[around]


class ToyDataset(Dataset[tuple[Tensor, Tensor]]):
    """Records of x, floats of shape (records, features), and y, int64 of shape (records,).

    A label y is the index of a class, from 0 up. Raises TypeError for another dtype, and
    ValueError where there is no record, a label below 0, or not one label for each record.
    """

    def __init__(self, x: Tensor, y: Tensor) -> None:
        if not x.is_floating_point():
            raise TypeError(f"features are {x.dtype}: make them floats with x.float()")
        if y.dtype != torch.int64:
            raise TypeError(f"labels are {y.dtype}: make them int64 with y.long()")
        if y.dim() != 1 or len(x) != len(y):
            raise ValueError(
                f"features of shape {tuple(x.shape)} and labels of shape {tuple(y.shape)}"
                " do not pair up: give one label for each record"
            )
        if len(y) == 0:
            raise ValueError("there are 0 records: give at least 1")
        if int(y.min()) < 0:
            raise ValueError(f"label {int(y.min())} is below 0: number the classes from 0")
        self.features = x
        self.labels = y

    def __getitem__(self, index: int | list[int]) -> tuple[Tensor, Tensor]:
        """One record, or the records of a list of indices, as at_once() asks for them."""
        return self.features[index], self.labels[index]

    def __len__(self) -> int:
        return len(self.labels)


def at_once(
    dataset: Dataset[Any], batch_size: int, sampler: Any = None, drop_last: bool = False
) -> DataLoader[Any]:
    """A loader that takes each batch out of the dataset in one indexing, by a list of indices.

    To take a thousand records one by one and stack them again costs more than to train on them.
    """
    order = SequentialSampler(dataset) if sampler is None else sampler  # type: ignore[arg-type]
    return DataLoader(dataset, batch_size=None, sampler=BatchSampler(order, batch_size, drop_last))


def loaders(drop_last: bool = True) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """The training loader (shuffled batches of 2) and the test loader of the document."""
    train_ds, test_ds = ToyDataset(x_train, y_train), ToyDataset(x_test, y_test)
    return (
        DataLoader(train_ds, batch_size=2, shuffle=True, drop_last=drop_last),
        DataLoader(test_ds, batch_size=2),
    )
