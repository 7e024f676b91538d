"""pt1h: a network without inputs or outputs is refused, and so are records that do not fit it."""

import pytest
import torch

from pt1h import NeuralNetwork


@pytest.mark.parametrize(
    ("num_inputs", "num_outputs", "sentence"),
    [
        (0, 3, "num_inputs is 0: a network needs at least 1"),
        (50, 0, "num_outputs is 0: a network needs at least 1"),
        (50, -1, "num_outputs is -1: a network needs at least 1"),
    ],
)
def test_networks_that_cannot_be_are_refused(num_inputs, num_outputs, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        NeuralNetwork(num_inputs, num_outputs)


def test_records_of_another_width_are_refused():
    model = NeuralNetwork(2, 2)

    sentence = (
        r"^records of 3 features do not fit a network of 2 inputs:"
        r" build NeuralNetwork\(3, \.\.\.\) for them$"
    )
    for shape in ((3,), (4, 3), (5, 4, 3)):
        with pytest.raises(ValueError, match=sentence):
            model(torch.rand(shape))

    assert model(torch.rand(4, 2)).shape == (4, 2)
