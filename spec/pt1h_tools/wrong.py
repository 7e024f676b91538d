"""Check that each bug in wrong.diff makes a fact fail: python spec/pt1h_tools/wrong.py [WORD ...]

Each bug is applied to right/plain.py, which pytest --implementation then tests in chapters 3 to 6.
The first fact that fails is printed. WORD selects the bugs whose names contain it.
"""

import contextlib
import multiprocessing
import os
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


class Failures:
    """A pytest plugin that collects the facts that fail."""

    def __init__(self) -> None:
        self.facts: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.facts.append(str(dict(report.user_properties)["fact"]))


def first_failure(source: str) -> str:
    """Return the first fact that fails for an implementation, or "" if all hold."""
    torch.set_num_threads(1)
    failures = Failures()
    with (
        tempfile.TemporaryDirectory() as folder,
        Path(os.devnull).open("w") as silence,
        contextlib.redirect_stdout(silence),
    ):
        mine = Path(folder, "mine.py")
        mine.write_text(source, encoding="utf-8")
        # A process of a pool is a daemon, which cannot start DataLoader workers.
        options = ["-x", "-p", "no:cacheprovider", "-k", "not workers"]
        status = pytest.main([f"--implementation={mine}", *options, *CHAPTERS], [failures])
    expected = pytest.ExitCode.TESTS_FAILED if failures.facts else pytest.ExitCode.OK
    assert status == expected, status
    return failures.facts[0] if failures.facts else ""


def main(words: list[str]) -> int:
    """Print the first failure of each wrong implementation, and return how many have none."""
    chosen = {
        bug: source
        for bug, source in wrong_implementations().items()
        if not words or any(word in bug for word in words)
    }
    unnoticed = 0
    # Create an optimizer here. Otherwise each fork would import the parts of torch that it needs.
    torch.optim.SGD([torch.zeros(1)])
    # Each bug needs its own process, because an implementation replaces pt1h's names for good.
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        facts = pool.imap(first_failure, chosen.values())
        for bug, fact in zip(chosen, facts, strict=True):
            print(f"{bug}\n    {fact or 'NOT NOTICED'}", flush=True)
            if not fact:
                unnoticed += 1
    return unnoticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
