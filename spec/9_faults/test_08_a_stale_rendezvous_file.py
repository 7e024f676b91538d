"""Ranks: a rendezvous file of an earlier run is refused under its old id, and serves a new one.

That is torchrun's doing. Our own launcher meets at a port that the system picks, not at a file.

See torch.distributed.init_process_group.
"""

import pytest

pytestmark = pytest.mark.faults


def test_a_stale_rendezvous_file(start, tmp_path):
    file = ["--rdzv-conf=store_type=file", f"--rdzv-endpoint={tmp_path / 'file'}"]

    def torchrun(rdzv_id, *program):
        run = start("torch.distributed.run", *file, f"--rdzv-id={rdzv_id}", *program)
        out, err = run.output()
        return run.process.returncode, out, err

    assert torchrun("one", "--no-python", "echo", "here") == (0, "here\n", "")

    status, out, err = torchrun("one", "--no-python", "echo", "here")
    assert status == 1
    assert out == ""
    assert "RendezvousClosedError" in err

    status, out, _ = torchrun("another", "-m", "pt1h", "ddp")
    assert status == 0
    assert "[TRAIN ACCURACY] 100.0% (5 of 5 records)" in out
