"""Beyond In [74]: two processes train the network through torch.multiprocessing, with gloo.

The document's own script stands in a file beside it. Each line here is a step of one rank. Accuracy
counts each of the five records once, over both ranks.

See torch.distributed.init_process_group.
"""

from torch import distributed

from pt1h.command import main


def worker():
    return distributed.get_backend()


def test_two_process_run(printed, transcript, ranks):
    assert ranks == ("gloo", "gloo")
    assert main(["ddp", "--device", "cpu", "--nproc", "2"]) == 0

    _header, _, run = printed().partition("# 8 ddp\n\n")
    assert run == transcript
    assert run.count("[RANK] 0") == run.count("[RANK] 1") == 6
    assert run.endswith("100.0% (5 of 5 records)\n")
