"""Ranks: accuracy counts each record once, even if the ranks get unequal numbers of records.

See torch.utils.data.distributed.DistributedSampler.
"""

import pytest

from pt1h.command import main


@pytest.mark.parametrize(
    ("nproc", "records", "batches_of_8192"),
    [(2, 5, 1), (5, 5, 1), (4, 10, 1), (3, 8193, 1), (2, 16384, 1), (2, 16386, 2)],
)
def test_each_record_counts_once(nproc, records, batches_of_8192, capsys):
    main(["ddp", "--device", "cpu", "--nproc", str(nproc), "--records", str(records)])

    out = capsys.readouterr().out
    assert f" ({records} of {records} records)\n" in out
    assert f" | Batch 00{batches_of_8192}/00{batches_of_8192} | " in out
