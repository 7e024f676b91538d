"""Ranks: a machine whose name does not resolve, or that has none, trains all the same.

torchrun asks for the name too, unless --local-addr gives it an address.

See torch.distributed.run.
"""

import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.faults

RENAME = (
    "import os, socket, sys; socket.sethostname(sys.argv[1]); os.execvp(sys.argv[2], sys.argv[2:])"
)
UNSHARE = ["unshare", "--user", "--map-root-user", "--uts", sys.executable, "-c", RENAME]


@pytest.fixture(params=["nowhere.invalid", ""], ids=["unresolvable", "unset"])
def renamed(request):
    """A command that is put before another: it runs on a machine of that name."""
    renamed = [*UNSHARE, request.param]
    if not shutil.which("unshare") or subprocess.run([*renamed, "true"], check=False).returncode:
        pytest.skip("needs the right to rename the machine for one process")
    return renamed


def test_a_hostname_that_does_not_resolve(start, renamed):
    run = start("pt1h", "ddp", "--device", "cpu", before=renamed)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert err == ""
    assert "[TRAIN ACCURACY] 100.0% (5 of 5 records)" in out


def test_torchrun_takes_an_address_instead(start, renamed, monkeypatch):
    monkeypatch.delenv("PET_LOCAL_ADDR")
    options = ["--nproc-per-node=2", "--local-addr=127.0.0.1"]
    command = ["-m", "pt1h", "ddp", "--device", "cpu"]
    run = start("torch.distributed.run", *options, *command, before=renamed)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert "[TRAIN ACCURACY] 100.0% (5 of 5 records)" in out
