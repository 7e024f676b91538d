"""pt1h: toy_records(n) draws n records around the notebook's five, the same ones in every run."""

import pytest
import torch

from pt1h.data import toy_records, x_train, y_train


def test_more_records_around_the_five():
    x, y = toy_records(2000)

    assert x.shape == (2000, 2)
    assert x.dtype == torch.float32
    again, labels = toy_records(2000)
    assert torch.equal(x, again)
    assert torch.equal(y, labels)

    distances = torch.cdist(x, x_train)
    assert torch.equal(y_train[distances.argmin(dim=1)].bincount(), y.bincount())
    assert y.bincount()[0] / 2000 == pytest.approx(3 / 5, abs=0.05)
    right, left = x[y == 1], x[y == 0]
    for drawn, around in ((left, x_train[:3]), (right, x_train[3:])):
        spread = around.var(dim=0, correction=0) + 0.3**2
        torch.testing.assert_close(drawn.mean(dim=0), around.mean(dim=0), atol=0.05, rtol=0)
        torch.testing.assert_close(drawn.var(dim=0), spread, atol=0.03, rtol=0)


def test_they_are_the_same_on_every_machine():
    x, y = toy_records(2)

    first = torch.tensor([[-0.0998, 2.6337], [2.9834, -1.3135]])
    torch.testing.assert_close(x, first, atol=5e-5, rtol=0)
    assert y.tolist() == [0, 1]


def test_without_a_number_they_are_the_five():
    x, y = toy_records()

    assert torch.equal(x, x_train)
    assert torch.equal(y, y_train)


def test_the_seed_of_the_run_stays():
    before = torch.get_rng_state()
    toy_records(1)
    assert torch.equal(torch.get_rng_state(), before)
