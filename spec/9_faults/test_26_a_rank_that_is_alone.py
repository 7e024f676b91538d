"""Ranks: under torchrun, a rank whose others do not come says whom it waits for, and for how long.

See torch.distributed.rendezvous.
"""

from os import getpid

import pytest
from torch.distributed import TCPStore

from pt1h.distributed import RankError, join

pytestmark = pytest.mark.faults


@pytest.fixture
def torchrun(monkeypatch):
    """What torchrun tells each of its two ranks."""
    store = TCPStore("127.0.0.1", 0, is_master=True)
    monkeypatch.setenv("MASTER_ADDR", "127.0.0.1")
    monkeypatch.setenv("MASTER_PORT", str(store.port))
    monkeypatch.setenv("TORCHELASTIC_USE_AGENT_STORE", "True")
    monkeypatch.setenv("WORLD_SIZE", "2")
    return store


@pytest.mark.parametrize(("rank", "waits_for"), [("0", "rank 1$"), ("1", "[0-9a-f]{32}$")])
def test_a_rank_that_is_alone(rank, waits_for, torchrun, monkeypatch):
    monkeypatch.setenv("RANK", rank)

    sentence = f"^rank {rank} failed: DistStoreError: wait timeout after 300ms.*{waits_for}"
    with pytest.raises(RankError, match=sentence):
        join(getpid, backend="gloo", timeout=0.3)
