"""In [42]: seed 123 gives the first layer the weights that the notebook prints.

See torch.nn.Linear.
"""

import torch

from pt1h import NeuralNetwork


def test_first_weights(printed, transcript):
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)

    print(model.layers[0].weight)

    assert printed() == transcript
    first_row = model.layers[0].weight[0, :3]
    torch.testing.assert_close(
        first_row, torch.tensor([-0.0577, 0.0047, -0.0702]), atol=5e-5, rtol=0
    )
