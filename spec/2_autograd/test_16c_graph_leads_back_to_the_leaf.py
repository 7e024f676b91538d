"""Said at In [16]: where a leaf requires a gradient the loss does, and its graph leads back there.

A leaf is a tensor that no operation made: here the weight and the bias. The graph is recorded from
left to right, as the loss is computed, and walked from right to left, back from the loss.

See torch.autograd.graph.Node.next_functions.
"""

import pytest

from pt1h import neuron

FROM_THE_LOSS = ["BinaryCrossEntropyBackward0", "SigmoidBackward0", "AddBackward0"]


@pytest.mark.parametrize(
    ("leaf", "steps"), [("w1", [*FROM_THE_LOSS, "MulBackward0"]), ("b", FROM_THE_LOSS)]
)
def test_graph_leads_back_to_the_leaf(leaf, steps):
    w1, b = neuron.parameters(requires_grad=False)
    required = {"w1": w1, "b": b}[leaf].requires_grad_()

    loss = neuron.loss(w1, b)
    assert loss.requires_grad

    node, names = loss.grad_fn, []
    while node.next_functions:
        names.append(node.name())
        (node,) = (parent for parent, _ in node.next_functions if parent is not None)
    assert names == steps
    assert node.variable is required
