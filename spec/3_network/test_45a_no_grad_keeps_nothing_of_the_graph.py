"""Said at In [45]: under no_grad nothing is kept for a backward pass.

With gradients each layer saves its input until backward(): the resources that inference wastes.

See torch.no_grad.
"""

import torch

from pt1h import NeuralNetwork


def test_no_grad_keeps_nothing_of_the_graph():
    model = NeuralNetwork(50, 3)
    X = torch.rand((1, 50))
    saved = []

    def keep(tensor):
        saved.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        with torch.no_grad():
            model(X)
        assert saved == []

        model(X)
        assert len(saved) >= 3
