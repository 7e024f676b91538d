"""Ranks: launch() returns each rank's complete result, regardless of its size."""

import pytest

from pt1h.ranks import launch


@pytest.mark.parametrize("size", [0, 2**20, 20 * 2**20])
def test_results_of_any_size(size):
    assert launch(bytes, 2, size) == [bytes(size), bytes(size)]
