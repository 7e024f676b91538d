"""In [43]: a layer of 30 neurons for 50 inputs has a 30 by 50 weight matrix and 30 biases.

See torch.nn.Linear.
"""

from pt1h import NeuralNetwork


def test_shapes_of_the_first_layer(printed):
    model = NeuralNetwork(50, 3)

    print(model.layers[0].weight.shape)
    print(model.layers[0].bias.shape)

    assert printed() == "torch.Size([30, 50])\ntorch.Size([30])\n"
    assert model.layers[0].weight.shape == (30, 50)
    assert model.layers[0].bias.shape == (30,)
