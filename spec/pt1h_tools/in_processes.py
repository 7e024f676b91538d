"""Put the definitions of --implementation in place in a rank or in a worker of a DataLoader."""

import contextlib
import os
import sys

import pytest

from pt1h_tools.implementation import FILE, SCRATCH, examine, replace

sys.dont_write_bytecode = True
# pytest itself reports errors in the file. It may also end, and remove SCRATCH, meanwhile.
with contextlib.suppress(pytest.UsageError, FileNotFoundError):
    replace(examine(os.environ[FILE], os.environ[SCRATCH]).tested)
