"""Ranks: a run needs no resolvable host name, and no network except the loopback interface.

torchrun looks up the host name, unless `--local-addr` gives an address.

See torch.distributed.run.
"""

import subprocess

import pytest

# env turns a missing unshare into an exit status.
ALONE = [
    *["env", "unshare", "--user", "--map-root-user", "--uts", "--net"],
    *["sh", "-c", 'ip link set lo up && hostname nowhere.invalid && exec "$@"', "sh"],
]


@pytest.mark.parametrize("torchrun", [[], ["torch.distributed.run", "--nproc-per-node=2", "-m"]])
def test_a_machine_without_a_name_or_a_network(torchrun, start):
    if subprocess.call([*ALONE, "true"], stderr=subprocess.DEVNULL):
        pytest.skip("needs unshare, ip and hostname, and the right to use them")
    run = start(*torchrun, "pt1h", "ddp", "--device", "cpu", before=ALONE)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert torchrun or err == ""
    assert "[TRAIN ACCURACY] 100.0% (5 of 5 records)" in out
