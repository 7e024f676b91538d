"""In [63]: the index of the highest probability in each row is the predicted label.

See torch.argmax.
"""

import torch

from pt1h.data import x_train
from pt1h.training import train_toy


def test_predictions(printed):
    model, _ = train_toy()
    with torch.no_grad():
        probs = torch.softmax(model(x_train), dim=1)

    predictions = torch.argmax(probs, dim=1)
    print(predictions)

    assert printed() == "tensor([0, 0, 0, 1, 1])\n"
    assert predictions.tolist() == [0, 0, 0, 1, 1]
