"""In [47]: there are five training and two test records, with two features and a label of 0 or 1.

See torch.tensor.
"""

import torch

from pt1h.data import x_test, x_train, y_test, y_train


def test_toy_records():
    train = torch.tensor([[-1.2, 3.1], [-0.9, 2.9], [-0.5, 2.6], [2.3, -1.1], [2.7, -1.5]])
    assert torch.equal(x_train, train)
    assert y_train.tolist() == [0, 0, 0, 1, 1]
    assert torch.equal(x_test, torch.tensor([[-0.8, 2.8], [2.6, -1.6]]))
    assert y_test.tolist() == [0, 1]

    # The sign of the first feature separates the two classes.
    assert ((x_train[:, 0] > 0) == (y_train == 1)).all()
    assert ((x_test[:, 0] > 0) == (y_test == 1)).all()
