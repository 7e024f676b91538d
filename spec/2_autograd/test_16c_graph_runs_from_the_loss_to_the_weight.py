"""After In [16]: with a leaf that requires a gradient a graph is built, from right to left.

It starts at the loss and ends at the leaf, which is where the gradient is to be accumulated.

See torch.autograd.graph.Node.next_functions.
"""

from pt1h import neuron


def test_graph_runs_from_the_loss_to_the_weight():
    w1, b = neuron.parameters(requires_grad=True)
    node = neuron.loss(w1, b).grad_fn

    names = []
    while node is not None:
        names.append(node.name())
        last = node
        node = next((parent for parent, _ in node.next_functions if parent is not None), None)

    assert names == [
        "BinaryCrossEntropyBackward0",
        "SigmoidBackward0",
        "AddBackward0",
        "MulBackward0",
        "torch::autograd::AccumulateGrad",
    ]
    assert last.variable is w1
