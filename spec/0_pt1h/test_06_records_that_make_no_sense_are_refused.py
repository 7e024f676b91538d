"""pt1h: features and labels that do not pair up, or have a wrong dtype, are refused."""

import pytest
import torch

from pt1h import ToyDataset

X = torch.rand(5, 2)
Y = torch.tensor([0, 0, 0, 1, 1])


@pytest.mark.parametrize(
    ("x", "y", "error", "sentence"),
    [
        (X, Y[:4], ValueError, r"shape \(5, 2\) and labels of shape \(4,\) do not pair up"),
        (X, Y.reshape(5, 1), ValueError, r"labels of shape \(5, 1\) do not pair up"),
        (X[:0], Y[:0], ValueError, "^there are 0 records: give at least 1$"),
        (X, Y - 1, ValueError, "label -1 is below 0: number the classes from 0"),
        (X.long(), Y, TypeError, r"features are torch.int64: make them floats with x.float\(\)"),
        (X, Y.float(), TypeError, r"labels are torch.float32: make them int64 with y.long\(\)"),
    ],
)
def test_records_that_make_no_sense_are_refused(x, y, error, sentence):
    with pytest.raises(error, match=sentence):
        ToyDataset(x, y)

    assert len(ToyDataset(X, Y)) == 5
