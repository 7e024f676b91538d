"""In [46]: softmax() turns the logits into the probabilities 0.2983, 0.3896 and 0.3121.

See torch.nn.functional.softmax.
"""

import torch

from pt1h import NeuralNetwork


def test_softmax_of_the_logits(printed):
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)
    X = torch.rand((1, 50))

    with torch.no_grad():
        out = torch.softmax(model(X), dim=1)
    print(out)

    assert printed() == "tensor([[0.2983, 0.3896, 0.3121]])\n"
    torch.testing.assert_close(out, torch.tensor([[0.2983, 0.3896, 0.3121]]), atol=5e-5, rtol=0)
