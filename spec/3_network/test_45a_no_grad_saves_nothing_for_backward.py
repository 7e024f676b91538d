"""Claim at In [45]: under no_grad() nothing is saved for the backward pass.

With gradients enabled, each linear layer saves its input until backward(). Inference has no
backward pass, so saving would waste memory.

See torch.no_grad.
"""

import torch

from pt1h import NeuralNetwork


def test_no_grad_saves_nothing_for_backward():
    model = NeuralNetwork(50, 3)
    X = torch.rand((1, 50))
    saved = []

    def record(tensor):
        saved.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(record, lambda tensor: tensor):
        with torch.no_grad():
            model(X)
        assert saved == []

        model(X)
        assert len(saved) >= 3
