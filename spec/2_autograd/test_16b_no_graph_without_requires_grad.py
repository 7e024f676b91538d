"""Claim at In [16]: if no tensor requires a gradient, no graph is built.

requires_grad is False by default. Without a graph, backward() raises an error.

See torch.Tensor.requires_grad.
"""

import pytest

from pt1h import neuron


def test_no_graph_without_requires_grad():
    loss = neuron.loss(*neuron.parameters(requires_grad=False))

    assert not loss.requires_grad
    assert loss.grad_fn is None
    with pytest.raises(RuntimeError, match="does not require grad"):
        loss.backward()
