"""Put the definitions of --implementation in place in a rank or in a worker of a DataLoader."""

import contextlib
import os
import sys

import pytest

from pt1h_tools.implementation import FILE, SCRATCH, examine, replace

sys.dont_write_bytecode = True
# Ignore errors in the file, because pytest reports them, and a SCRATCH that pytest has removed.
with contextlib.suppress(pytest.UsageError, FileNotFoundError):
    replace(examine(os.environ[FILE], os.environ[SCRATCH]).tested)
