"""In [65]: all five predictions match the labels.

See torch.sum.
"""

import torch

from pt1h.data import x_train, y_train
from pt1h.training import train_toy


def test_all_predictions_are_right(printed):
    model, _ = train_toy()
    with torch.no_grad():
        predictions = torch.argmax(torch.softmax(model(x_train), dim=1), dim=1)

    print(predictions == y_train)
    print(torch.sum(predictions == y_train))

    assert printed() == "tensor([True, True, True, True, True])\ntensor(5)\n"
    assert (predictions == y_train).sum() == 5
