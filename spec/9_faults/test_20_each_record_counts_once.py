"""Ranks: accuracy counts each record once, even if the ranks get unequal numbers of records.

See torch.utils.data.distributed.DistributedSampler.
"""

import pytest

from pt1h.command import main

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(("nproc", "records"), [(2, 5), (5, 5), (4, 10), (3, 8193)])
def test_each_record_counts_once(nproc, records, capsys):
    main(["ddp", "--device", "cpu", "--nproc", str(nproc), "--records", str(records)])

    assert f" ({records} of {records} records)\n" in capsys.readouterr().out


@pytest.mark.parametrize(("records", "batches"), [(16384, 1), (16386, 2)])
def test_many_records_come_in_batches_of_8192(records, batches, capsys):
    assert main(["ddp", "--device", "cpu", "--records", str(records)]) == 0

    assert f" | Batch 00{batches}/00{batches} | " in capsys.readouterr().out
