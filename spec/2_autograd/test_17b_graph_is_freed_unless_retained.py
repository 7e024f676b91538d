"""Said at In [17]: the graph is freed once gradients are computed, unless it is retained.

It holds what was computed on the way to the loss, which takes memory.

See torch.autograd.grad.
"""

import pytest
from torch.autograd import grad

from pt1h import neuron


def test_graph_is_freed_unless_retained():
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)

    retained = grad(loss, w1, retain_graph=True)
    assert grad(loss, w1) == retained
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        grad(loss, w1)
