"""Said at In [48]: a label must be below the number of outputs: one that is not is an error.

The document says that the number of labels cannot exceed the number of outputs minus 1. It means
their values: its own data have five labels, from 0 to 1, and two outputs.

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
