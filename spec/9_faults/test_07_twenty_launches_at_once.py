"""Ranks: twenty launches run side by side on one machine without disturbing each other."""

from concurrent.futures import ThreadPoolExecutor

import torch
from torch import distributed

from pt1h.ranks import launch


def total(value):
    tensor = torch.tensor(value)
    distributed.all_reduce(tensor)
    return int(tensor)


def test_twenty_launches_at_once():
    with ThreadPoolExecutor(20) as pool:
        totals = list(pool.map(lambda value: launch(total, 2, value), range(20)))

    assert totals == [[2 * value, 2 * value] for value in range(20)]
