"""Claim at In [16]: if a leaf requires a gradient, so does the loss, whose graph leads to the leaf.

A leaf is a tensor that no recorded operation has computed, such as the weight and the bias here.
torch records the graph while it computes the loss. Backpropagation follows the graph backward, from
the loss to the leaves.

See torch.autograd.graph.Node.next_functions.
"""

import torch
import torch.nn.functional as F

from pt1h import neuron


def previous_nodes(tensor):
    """Return a node for each operand of the operation that computed the tensor, in order."""
    return [node for node, _ in tensor.grad_fn.next_functions]


def test_graph_leads_back_to_the_leaf():
    w1, b = neuron.parameters(requires_grad=True)
    product = neuron.x1 * w1
    z = product + b
    a = torch.sigmoid(z)
    loss = F.binary_cross_entropy(a, neuron.y)

    assert loss.requires_grad
    assert loss.grad_fn.name() == "BinaryCrossEntropyBackward0"
    assert a.grad_fn in previous_nodes(loss)
    assert z.grad_fn in previous_nodes(a)
    assert product.grad_fn in previous_nodes(z)

    assert previous_nodes(z)[1].variable is b
    assert previous_nodes(product)[1].variable is w1


def test_one_leaf_is_enough():
    for leaf in (0, 1):
        parameters = neuron.parameters(requires_grad=False)
        parameters[leaf].requires_grad_()

        assert neuron.loss(*parameters).requires_grad
