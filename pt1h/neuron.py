"""The model of the autograd chapter: one weight, one bias, a sigmoid, one record."""

import torch
import torch.nn.functional as F
from torch import Tensor

x1 = torch.tensor([1.1])
"""The input."""
y = torch.tensor([1.0])
"""The true label."""


def parameters(requires_grad: bool = False) -> tuple[Tensor, Tensor]:
    """Return the weight w1 and the bias b, each of shape (1,)."""
    w1 = torch.tensor([2.2], requires_grad=requires_grad)
    b = torch.tensor([0.0], requires_grad=requires_grad)
    return w1, b


def activation(w1: Tensor, b: Tensor) -> Tensor:
    """Return the predicted label, between 0 and 1, of shape (1,)."""
    return torch.sigmoid(x1 * w1 + b)


def loss(w1: Tensor, b: Tensor) -> Tensor:
    """Return the binary cross entropy of the predicted label, a scalar."""
    return F.binary_cross_entropy(activation(w1, b), y)
