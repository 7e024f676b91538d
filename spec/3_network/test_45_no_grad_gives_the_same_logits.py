"""In [45]: under no_grad() the logits are the same, but they have no grad_fn.

See torch.no_grad.
"""

import torch

from pt1h import NeuralNetwork


def test_no_grad_gives_the_same_logits(printed):
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)
    X = torch.rand((1, 50))

    with torch.no_grad():
        out = model.forward(X)
    print(out)

    assert printed() == "tensor([[-0.1670,  0.1001, -0.1219]])\n"
    assert torch.equal(out, model.forward(X))
    assert out.grad_fn is None
