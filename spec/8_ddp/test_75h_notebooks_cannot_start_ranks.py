"""Said after In [74]: DDP does not work in notebooks: no rank can import what was typed there.

A rank is an interpreter of its own: it imports its worker by name, and what was typed, or stands
in a notebook's cell, is in no module. Put into a module, the same worker starts.

See torch.multiprocessing.
"""

import re
import subprocess
import sys
from types import ModuleType

import pytest

from pt1h.distributed import launch

TYPED = """\
def worker():
    return 42

"""
STARTED = """\
from multiprocessing import get_context
rank = get_context("spawn").Process(target=worker)
rank.start()
rank.join()
print("exit status", rank.exitcode)
"""
REFUSED = (
    "^function worker was typed into an interpreter or a notebook, or read from standard input,"
    " where no rank can import it: put it in a module$"
)


def worker():
    return 42


def test_notebooks_cannot_start_ranks(ranks, monkeypatch):
    interpreter = subprocess.run(
        [sys.executable, "-i"], input=TYPED + STARTED, capture_output=True, text=True, check=True
    )
    assert interpreter.stdout == "exit status 1\n"
    (lacks,) = re.findall("AttributeError: (.*)", interpreter.stderr)
    assert "'worker'" in lacks
    assert "'__main__'" in lacks

    main = ModuleType("__main__")
    exec(TYPED, vars(main))
    monkeypatch.setitem(sys.modules, "__main__", main)
    with pytest.raises(ValueError, match=REFUSED):
        launch(main.worker, nproc=1)

    assert ranks == (42, 42)
