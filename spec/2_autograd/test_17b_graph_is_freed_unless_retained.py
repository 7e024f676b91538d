"""Claim at In [17]: computing gradients frees the graph's saved tensors, unless retain_graph=True.

The notebook says that the graph is deleted. In fact torch frees the tensors that the graph saved in
the forward pass, because they take memory. A graph that saved none can be used again.

See torch.autograd.grad.
"""

import pytest
import torch
from torch.autograd import grad

from pt1h import neuron


def test_graph_is_freed_unless_retained():
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)

    first = grad(loss, w1, retain_graph=True)[0]
    second = grad(loss, w1)[0]
    assert torch.equal(first, second)
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        grad(loss, w1)

    # The graph of a sum saves no tensors, so it can be used for a second backward pass.
    total = w1 + b
    for _ in range(2):
        assert grad(total, w1)[0].item() == 1
