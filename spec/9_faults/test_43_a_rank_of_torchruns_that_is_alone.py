"""Ranks: a rank of torchrun's that waits for the others in vain fails at the timeout, and is named.

See torch.distributed.rendezvous.
"""

from os import getpid

import pytest
from torch.distributed import TCPStore

from pt1h.rank import RankError
from pt1h.torchrun import join

pytestmark = pytest.mark.faults


@pytest.fixture
def torchrun(monkeypatch):
    """The store of a torchrun, where this process is one of its ranks."""
    store = TCPStore("127.0.0.1", 0, is_master=True)
    monkeypatch.setenv("MASTER_ADDR", "127.0.0.1")
    monkeypatch.setenv("MASTER_PORT", str(store.port))
    monkeypatch.setenv("TORCHELASTIC_USE_AGENT_STORE", "True")
    monkeypatch.setattr("pt1h.torchrun.end_with_parent", lambda: None)
    return store


@pytest.mark.parametrize(("rank", "waits_for"), [("0", "rank 1$"), ("1", "[0-9a-f]{32}$")])
def test_a_rank_that_is_alone(rank, waits_for, torchrun, monkeypatch):
    monkeypatch.setenv("RANK", rank)
    monkeypatch.setenv("WORLD_SIZE", "2")

    sentence = f"^rank {rank} failed: .*DistStoreError: wait timeout after 300ms.*{waits_for}"
    with pytest.raises(RankError, match=sentence):
        join(getpid, backend="gloo", timeout=0.3)


def test_a_torchrun_that_cannot_be_reached(torchrun, monkeypatch):
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("MASTER_PORT", "1")

    with pytest.raises(RankError, match=r"^rank 1 failed: .*DistNetworkError: "):
        join(getpid, backend="gloo", timeout=0.001)
