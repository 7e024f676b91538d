"""Ranks: a run that drops the last batch says how many records each epoch leaves out.

Without drop_last every record is trained on in each epoch, some of them twice where the ranks do
not divide the records.

See torch.utils.data.distributed.DistributedSampler.
"""

import pytest
import torch
from torch.utils.data import DistributedSampler

from pt1h.command import main
from pt1h.data import at_once
from pt1h.ddp import train_toy_distributed
from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def drawn(records, drop_last):
    """What this rank draws in each of three epochs."""
    sampler = DistributedSampler(range(records), drop_last=drop_last)
    loader = at_once(torch.arange(records), 2, sampler, drop_last)
    epochs = []
    for epoch in range(3):
        sampler.set_epoch(epoch)
        epochs.append([record for batch in loader for record in batch.tolist()])
    return epochs


def test_every_record_is_trained_on():
    for ranks in zip(*launch(drawn, 3, 10, False), strict=True):
        assert {record for rank in ranks for record in rank} == set(range(10))


@pytest.mark.parametrize(("nproc", "records", "left_out"), [(2, 5, 1), (2, 7, 3), (3, 12, 0)])
def test_drop_last_says_how_many(nproc, records, left_out):
    for ranks in zip(*launch(drawn, nproc, records, True), strict=True):
        together = [record for rank in ranks for record in rank]
        assert len(set(together)) == len(together) == records - left_out


@pytest.mark.parametrize(
    ("options", "left_out"), [([], "1 of 5"), (["--records", "20000"], "3616 of 20000")]
)
def test_the_run_says_what_it_left_out(options, left_out, capsys):
    assert main(["ddp", "--device", "cpu", "--nproc", "2", "--drop-last", *options]) == 0

    assert f"[LEFT OUT] {left_out} records in each epoch\n" in capsys.readouterr().out


def test_nothing_is_left_out_unless_asked_for():
    replicas = train_toy_distributed(2, torch.device("cpu"))

    assert [replica.left_out for replica in replicas] == [0, 0]
    assert [len(replica.lines) for replica in replicas] == [6, 6]
