"""In [41]: the network has 2213 trainable parameters.

See torch.nn.Module.parameters.
"""

from pt1h import NeuralNetwork


def test_2213_parameters(printed):
    model = NeuralNetwork(50, 3)

    num_params = sum(p.numel() for p in model.parameters() if p.requires_grad)
    print("[Parameters]", num_params)

    assert printed() == "[Parameters] 2213\n"
    assert num_params == 2213
