"""After In [48]: a label must be below the number of outputs, and is named where it is not.

See torch.nn.CrossEntropyLoss.
"""

import pytest

from pt1h import NeuralNetwork, train
from pt1h.data import loaders


def test_labels_stay_below_the_number_of_outputs():
    train_loader, _ = loaders(drop_last=False)

    with pytest.raises(ValueError, match="label 1 is not below the number of outputs, 1"):
        train(NeuralNetwork(num_inputs=2, num_outputs=1), train_loader)

    assert train(NeuralNetwork(num_inputs=2, num_outputs=2), train_loader)
