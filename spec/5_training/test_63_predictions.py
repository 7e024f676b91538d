"""In [63]: the index of the highest probability in each row is the predicted label.

See torch.argmax.
"""

import torch

from pt1h.data import x_train
from pt1h.training import predict_proba, train_toy


def test_predictions(printed):
    model, _ = train_toy()
    probs = predict_proba(model, x_train)

    predictions = torch.argmax(probs, dim=1)
    print(predictions)

    assert printed() == "tensor([0, 0, 0, 1, 1])\n"
    assert predictions.tolist() == [0, 0, 0, 1, 1]
