"""The one training loop, for the CPU, a GPU and every rank, and what it is judged by."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, DistributedSampler

from pt1h.data import loaders
from pt1h.network import NeuralNetwork


class Step(NamedTuple):
    """One optimizer step: where it stands, counted from 1, and the loss before it.

    The loss is a detached scalar on the model's device. str() gives the document's line.
    """

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

    Returns all steps that were taken, and leaves the model in eval mode. Raises ValueError for an
    lr, a num_epochs, a loader or a label that makes no sense, and FloatingPointError at the end of
    an epoch in which the loss was no longer finite.
    """
    if not 0 < lr < math.inf:
        raise ValueError(f"lr is {lr}: a learning rate is above 0 and finite, such as 0.5")
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return list(iter_steps(model, train_loader, optimizer, num_epochs))


def iter_steps(
    model: torch.nn.Module,
    train_loader: DataLoader[Any],
    optimizer: torch.optim.Optimizer,
    num_epochs: int,
    first_epoch: int = 1,
) -> Iterator[Step]:
    """Train as train() does, a step each time that the next one is asked for.

    A run that is resumed starts at first_epoch.
    """
    if num_epochs < 1:
        raise ValueError(f"num_epochs is {num_epochs}: train for at least 1")
    num_batches = len(train_loader)
    if num_batches == 0:
        raise ValueError("the loader serves no batch: give more records, or keep the last batch")
    device = next(model.parameters()).device
    # Where batches are taken at once, the loader's sampler serves batches, made by another.
    sampler = getattr(train_loader.sampler, "sampler", train_loader.sampler)
    for epoch in range(first_epoch, num_epochs + 1):
        if isinstance(sampler, DistributedSampler):
            sampler.set_epoch(epoch)
        model.train()
        losses = []
        for batch, (features, labels) in enumerate(train_loader, 1):
            logits = model(features.to(device))
            # On a GPU such a label is an assert that ruins CUDA for the whole process.
            if labels.is_cpu and int(labels.max()) >= logits.shape[1]:
                raise ValueError(
                    f"label {int(labels.max())} is not below the number of outputs,"
                    f" {logits.shape[1]}: build a network with more outputs"
                )
            loss = F.cross_entropy(logits, labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            if batch == num_batches:
                # Once an epoch: reading a loss makes the CPU wait for the GPU.
                finite = torch.stack(losses).isfinite().tolist()
                if not all(finite):
                    raise FloatingPointError(
                        f"the loss is {losses[finite.index(False)].item()} in epoch {epoch},"
                        f" batch {finite.index(False) + 1}: lower the learning rate,"
                        f" {optimizer.param_groups[0]['lr']}, or mend the records"
                    )
            yield Step(epoch, num_epochs, batch, num_batches, losses[-1])
        model.eval()


@torch.no_grad()
def predict_proba(model: torch.nn.Module, x: Tensor) -> Tensor:
    """The probability of each class, of shape (records, classes), for x as the model takes it."""
    return torch.softmax(model.eval()(x), dim=1)


@torch.no_grad()
def count_correct(model: torch.nn.Module, dataloader: DataLoader[Any]) -> Tensor:
    """Two integers on the model's device: the records predicted right, and all records."""
    model.eval()
    device = next(model.parameters()).device
    counts = torch.zeros(2, dtype=torch.int64, device=device)
    for features, labels in dataloader:
        right = model(features.to(device)).argmax(dim=1) == labels.to(device)
        counts += torch.stack([right.sum(), right.new_tensor(len(right), dtype=torch.int64)])
    return counts


def compute_accuracy(model: torch.nn.Module, dataloader: DataLoader[Any]) -> float:
    """The part of the records that is predicted right, from 0 to 1.

    Raises ValueError where the loader serves no record.
    """
    correct, total = count_correct(model, dataloader).tolist()
    if total == 0:
        raise ValueError("the loader serves no batch: give more records, or keep the last batch")
    return float(correct / total)


def train_toy(device: torch.device | str = "cpu") -> tuple[NeuralNetwork, list[Step]]:
    """The document's own run: seed 123, two features, two classes, three epochs."""
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2).to(device)
    return model, train(model, loaders()[0], num_epochs=3, lr=0.5)
