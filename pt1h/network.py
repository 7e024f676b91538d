"""The network of the notebook: a multilayer perceptron with two hidden layers."""

import torch
from torch import Tensor


class NeuralNetwork(torch.nn.Module):
    """num_inputs features → 30 → ReLU → 20 → ReLU → num_outputs logits.

    Raises ValueError if num_inputs or num_outputs is below 1.
    """

    def __init__(self, num_inputs: int, num_outputs: int) -> None:
        for name, size in (("num_inputs", num_inputs), ("num_outputs", num_outputs)):
            if size < 1:
                raise ValueError(f"{name} must be at least 1, got {size}")
        super().__init__()
        self.num_inputs = num_inputs
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(num_inputs, 30),
            torch.nn.ReLU(),
            torch.nn.Linear(30, 20),
            torch.nn.ReLU(),
            torch.nn.Linear(20, num_outputs),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits of x: from shape (batch, num_inputs) to (batch, num_outputs).

        Raises ValueError if the records do not have num_inputs features.
        """
        if x.shape[-1] != self.num_inputs:
            raise ValueError(
                f"records must have {self.num_inputs} features, got {x.shape[-1]}: build"
                f" NeuralNetwork({x.shape[-1]}, ...) for them"
            )
        logits: Tensor = self.layers(x)
        return logits
