"""Ranks: what a rank returns arrives whole, whatever its size, under torchrun as well.

torch's TCPStore is no mailbox: from 0.5 MiB on it loses values that nobody has waited for.

See torch.distributed.all_gather_object.
"""

import pytest

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("size", [0, 2**19, 2**23, 2**26])
def test_results_of_any_size(size):
    assert list(map(len, launch(bytes, 2, size))) == [size, size]


def test_no_launch_in_a_row_loses_one():
    assert all(list(map(len, launch(bytes, 2, 2**20))) == [2**20, 2**20] for _ in range(20))


SCRIPT = """\
from pt1h.rank import leave
from pt1h.torchrun import join
total = sum(map(len, join(bytes, 2**23, backend="gloo", timeout=60)))
print(f"{total}\\n", end="")  # in one piece: the other prints at the same time
leave(0)
"""


def test_torchrun_loses_none_either(start, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)

    run = start("torch.distributed.run", "--nproc-per-node=2", tmp_path / "script.py")

    out, err = run.output()
    assert (run.process.returncode, out) == (0, f"{2**24}\n" * 2), err
