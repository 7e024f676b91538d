"""Ranks: the store in which they meet answers at 127.0.0.1 alone, where no other machine comes.

torch's own would answer at each address of the machine, to anyone.

See torch.distributed.TCPStore.
"""

import os
import socket

import pytest

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def answers(address):
    try:
        socket.create_connection((address, int(os.environ["MASTER_PORT"])), timeout=5).close()
    except OSError:
        return False
    return True


def test_no_other_machine_can_take_part():
    assert launch(answers, 2, "127.0.0.1") == [True, True]
    assert launch(answers, 2, "127.0.0.2") == [False, False]
