"""Check that each bug in wrong.diff makes a fact fail: python spec/pt1h_tools/wrong.py [WORD ...]

Each bug is applied to right/plain.py, which pytest --implementation then tests in chapters 3 to 6.
The first fact that fails is printed. WORD selects the bugs whose names contain it.
"""

import contextlib
import io
import multiprocessing
import re
import sys
import tempfile
from pathlib import Path

import pytest
import torch

TOOLS, SPEC = Path(__file__).parent, Path(__file__).parents[1]
CHAPTERS = [str(chapter) for chapter in sorted(SPEC.glob("[3-6]_*"))]


def wrong_implementations() -> dict[str, str]:
    """Return the source of each wrong implementation, by the name of its bug."""
    plain = (TOOLS / "right" / "plain.py").read_text(encoding="utf-8")
    wrong = {}
    for change in (TOOLS / "wrong.diff").read_text(encoding="utf-8").split("\n# ")[1:]:
        bug, *lines = change.splitlines()
        old = "\n".join(["", *(line[1:] for line in lines if line.startswith("-")), ""])
        new = "\n".join(["", *(line[1:] for line in lines if line.startswith("+")), ""])
        assert plain.count(old) == 1, bug
        wrong[bug] = plain.replace(old, new)
    return wrong


def first_failure(source: str) -> str:
    """Return the first fact that fails for an implementation, or "" if all hold."""
    torch.set_num_threads(1)
    output = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(output):
        mine = Path(folder, "mine.py")
        mine.write_text(source, encoding="utf-8")
        # A process of a pool is a daemon, which cannot start DataLoader workers.
        options = ["-x", "-p", "no:cacheprovider", "-k", "not workers"]
        status = pytest.main([f"--implementation={mine}", *options, *CHAPTERS])
    if status == pytest.ExitCode.OK:
        return ""
    assert status == pytest.ExitCode.TESTS_FAILED, status
    _, failures = re.split("=+ facts that fail =+\n", output.getvalue())
    return failures.partition("\n")[0]


def main(words: list[str]) -> int:
    """Print the first failure of each wrong implementation, and return how many have none."""
    wrong = wrong_implementations()
    chosen = [bug for bug in wrong if not words or any(word in bug for word in words)]
    unnoticed = 0
    # Create an optimizer here. Otherwise each fork would import the parts of torch that it needs.
    torch.optim.SGD([torch.zeros(1)])
    # Each bug needs its own process, because an implementation replaces pt1h's names for good.
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        facts = pool.imap(first_failure, [wrong[bug] for bug in chosen])
        for bug, fact in zip(chosen, facts, strict=True):
            print(f"{bug}\n    {fact or 'NOT NOTICED'}", flush=True)
            if not fact:
                unnoticed += 1
    return unnoticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
