"""Said at In [16]: where nothing requires a gradient, no graph is built.

requires_grad is False unless it is set. Without a graph there is nothing to go back over.

See torch.Tensor.requires_grad.
"""

import pytest

from pt1h import neuron


def test_no_graph_where_nothing_requires_a_gradient():
    loss = neuron.loss(*neuron.parameters(requires_grad=False))

    assert not loss.requires_grad
    assert loss.grad_fn is None
    with pytest.raises(RuntimeError, match="does not require grad"):
        loss.backward()
