"""In [44]: a forward pass gives three logits and names the function that made them.

See torch.nn.Module.forward.
"""

import torch

from pt1h import NeuralNetwork


def test_forward_before_training(printed):
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)

    X = torch.rand((1, 50))
    out = model.forward(X)
    print(out)

    assert printed() == "tensor([[-0.1670,  0.1001, -0.1219]], grad_fn=<AddmmBackward0>)\n"
    torch.testing.assert_close(out, torch.tensor([[-0.1670, 0.1001, -0.1219]]), atol=5e-5, rtol=0)
