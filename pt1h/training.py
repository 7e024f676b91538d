"""Train the network on a CPU, a GPU or several ranks, and evaluate it."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, DistributedSampler

from pt1h.data import loaders
from pt1h.network import NeuralNetwork

NO_BATCH = "the loader must have at least 1 batch, got 0: add records or set drop_last=False"


class Step(NamedTuple):
    """One optimizer step. Epochs and batches count from 1. The loss is detached."""

    epoch: int
    num_epochs: int
    batch: int
    num_batches: int
    loss: Tensor

    def __str__(self) -> str:
        return (
            f"[EPOCH] {self.epoch:03d}/{self.num_epochs:03d}"
            f" | Batch {self.batch:03d}/{self.num_batches:03d}"
            f" | Train/Val Loss: {self.loss:0.2f}"
        )


def train(
    model: torch.nn.Module, train_loader: DataLoader[Any], num_epochs: int = 3, lr: float = 0.5
) -> list[Step]:
    """Train by stochastic gradient descent, on the model's own device.

    Returns all steps, and leaves the model in eval mode. Raises ValueError for an invalid lr,
    num_epochs, loader or label.
    """
    if not 0 < lr < math.inf:
        raise ValueError(f"lr must be positive and finite (for example 0.5), got {lr}")
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return list(iter_steps(model, train_loader, optimizer, num_epochs))


def iter_steps(
    model: torch.nn.Module,
    train_loader: DataLoader[Any],
    optimizer: torch.optim.Optimizer,
    num_epochs: int,
    done: int = 0,
) -> Iterator[Step]:
    """Train as train() does, but yield each step. Skip the epochs that are already done."""
    if num_epochs < 1:
        raise ValueError(f"num_epochs must be at least 1, got {num_epochs}")
    num_batches = len(train_loader)
    if num_batches == 0:
        raise ValueError(NO_BATCH)
    device = next(model.parameters()).device
    # The sampler of a batch_loader() is a BatchSampler, which has a sampler of its own.
    sampler = getattr(train_loader.sampler, "sampler", train_loader.sampler)
    for epoch in range(done + 1, num_epochs + 1):
        if isinstance(sampler, DistributedSampler):
            sampler.set_epoch(epoch)
        model.train()
        for batch, (features, labels) in enumerate(train_loader, 1):
            logits = model(features.to(device))
            # On a GPU, an out-of-range label triggers an assert that makes CUDA unusable.
            if labels.is_cpu and int(labels.max()) >= logits.shape[1]:
                raise ValueError(
                    f"labels must be below {logits.shape[1]} (the number of outputs), got"
                    f" {int(labels.max())}: build a network with more outputs"
                )
            loss = F.cross_entropy(logits, labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield Step(epoch, num_epochs, batch, num_batches, loss.detach())
        model.eval()


@torch.no_grad()
def predict_proba(model: torch.nn.Module, x: Tensor) -> Tensor:
    """In eval mode, return the class probabilities of x, of shape (records, classes)."""
    return torch.softmax(model.eval()(x), dim=1)


@torch.no_grad()
def count_correct(model: torch.nn.Module, dataloader: DataLoader[Any]) -> tuple[int, int]:
    """Return the number of correct predictions, and of all records."""
    model.eval()
    device = next(model.parameters()).device
    correct, total = torch.zeros((), dtype=torch.int64, device=device), 0
    for features, labels in dataloader:
        correct += (model(features.to(device)).argmax(dim=1) == labels.to(device)).sum()
        total += len(labels)
    return int(correct), total


def compute_accuracy(model: torch.nn.Module, dataloader: DataLoader[Any]) -> float:
    """Return the fraction of records that are predicted correctly, from 0 to 1.

    Raises ValueError if the loader has no record.
    """
    correct, total = count_correct(model, dataloader)
    if total == 0:
        raise ValueError(NO_BATCH)
    return correct / total


def train_toy(device: torch.device | str = "cpu") -> tuple[NeuralNetwork, list[Step]]:
    """Train as the notebook does: seed 123, two features, two classes, three epochs."""
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2).to(device)
    return model, train(model, loaders()[0], num_epochs=3, lr=0.5)
