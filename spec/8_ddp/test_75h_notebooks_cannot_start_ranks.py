"""Claim after In [74]: in a notebook, DDP fails because a spawned rank cannot import its function.

A spawned rank is a separate interpreter, which imports its function by name. A function that you
type into an interpreter or a notebook cell is in __main__, which the rank cannot import. Here the
code that python -c runs takes the place of a cell. After you move the function to a module, it
works.

See torch.multiprocessing.
"""

import subprocess
import sys

TYPED = """
from multiprocessing import get_context

def rank_function():
    return 42

rank = get_context("spawn").Process(target=rank_function)
rank.start()
rank.join()
print("exit status", rank.exitcode)
"""


def rank_function():
    return 42


def test_notebooks_cannot_start_ranks(ranks):
    typed = subprocess.run([sys.executable, "-c", TYPED], capture_output=True, text=True)

    assert typed.stdout == "exit status 1\n"
    assert "AttributeError" in typed.stderr
    assert "rank_function" in typed.stderr

    assert ranks == [42, 42]
