"""Claim after In [74]: six records reach two ranks in disjoint minibatches, each record once.

If the records do not divide evenly among the ranks, by default the sampler repeats some. With five
records on two ranks, it draws one record twice.

See torch.utils.data.distributed.DistributedSampler.
"""

from collections import Counter

from torch.utils.data import DataLoader, DistributedSampler


def drawn(records):
    sampler = DistributedSampler(range(records))
    loader = DataLoader(range(records), batch_size=2, sampler=sampler)
    return [record for batch in loader for record in batch.tolist()]


def rank_function():
    return drawn(records=6), drawn(records=5)


def test_ranks_draw_their_own_minibatches(ranks):
    (of_six_0, of_five_0), (of_six_1, of_five_1) = ranks

    assert len(of_six_0) == len(of_six_1) == 3
    assert sorted(of_six_0 + of_six_1) == [0, 1, 2, 3, 4, 5]

    assert sorted(Counter(of_five_0 + of_five_1)) == [0, 1, 2, 3, 4]
    assert sorted(Counter(of_five_0 + of_five_1).values()) == [1, 1, 1, 1, 2]
