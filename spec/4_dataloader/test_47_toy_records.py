"""In [47]: there are five training and two test records of two features, labelled 0 or 1.

See torch.tensor.
"""

from pt1h.data import x_test, x_train, y_test, y_train


def test_toy_records():
    assert x_train.shape == (5, 2)
    assert y_train.tolist() == [0, 0, 0, 1, 1]
    assert x_test.shape == (2, 2)
    assert y_test.tolist() == [0, 1]

    # What a network has to find out: the first feature is negative in class 0, alone.
    assert ((x_train[:, 0] > 0) == (y_train == 1)).all()
    assert ((x_test[:, 0] > 0) == (y_test == 1)).all()
