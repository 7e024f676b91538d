"""In [44]: a forward pass returns three logits, whose grad_fn names the last operation.

The notebook calls model.forward(X). PyTorch recommends model(X), because it also runs the hooks
that are registered on the model. Here both return the same logits.

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
    assert torch.equal(model(X), out)
