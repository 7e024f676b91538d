"""python -m spec.wrong: does each fault of spec/wrong.diff turn a fact of the document red?

It prints the first fact that is not true of each wrong implementation, as pytest --implementation
finds it in chapters 3 to 6. Words choose faults: python -m spec.wrong zero_grad softmax.
"""

import contextlib
import gc
import multiprocessing.forkserver
import os
import sys
import tempfile
from pathlib import Path

import pytest
import torch._dynamo  # or the first optimizer of each run imports it

TOOLS, SPEC = Path(__file__).parent, Path(__file__).parents[1]
CHAPTERS = [str(chapter) for chapter in sorted(SPEC.glob("[3-6]_*"))]


def wrong_ones() -> dict[str, str]:
    """The source of each wrong implementation, by its fault."""
    plain = (TOOLS / "right" / "plain.py").read_text(encoding="utf-8")
    wrong = {}
    for change in (TOOLS / "wrong.diff").read_text(encoding="utf-8").split("\n# ")[1:]:
        fault, *lines = change.splitlines()
        old, new = ("\n".join(["", *(x[1:] for x in lines if x[:1] == c), ""]) for c in "-+")
        assert plain.count(old) == 1, fault
        wrong[fault] = plain.replace(old, new)
    return wrong


class NotTrue(list[str]):
    """The facts that failed: a plugin of pytest."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.append(str(dict(report.user_properties)["fact"]))


def first_fact_not_true(source: str) -> str:
    """The first fact that is not true of an implementation, or "" if all are."""
    # A process of the pool can have no workers, and no fact that is tried here needs ranks.
    multiprocessing.forkserver.ensure_running = lambda: None
    torch.set_num_threads(1)
    not_true = NotTrue()
    with (
        tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".py") as mine,
        Path(os.devnull).open("w") as silence,
        contextlib.redirect_stdout(silence),
    ):
        print(source, file=mine, flush=True)
        options = ["-x", "-p", "no:cacheprovider", "-k", "not workers"]
        status = pytest.main([f"--implementation={mine.name}", *options, *CHAPTERS], [not_true])
    assert status == (pytest.ExitCode.TESTS_FAILED if not_true else pytest.ExitCode.OK), status
    return "".join(not_true)


def main(words: list[str]) -> int:
    """The number of wrong implementations of which all facts are true."""
    chosen = {
        fault: source
        for fault, source in wrong_ones().items()
        if not words or any(word in fault for word in words)
    }
    unnoticed = 0
    gc.freeze()  # or each fork walks through all of torch, and so has a copy of it
    # Each in a fork of its own: what once stands in for pt1h's names stays.
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        facts = pool.imap(first_fact_not_true, chosen.values())
        for fault, fact in zip(chosen, facts, strict=True):
            print(f"{fault}\n    {fact or 'NOT NOTICED'}", flush=True)
            unnoticed += not fact
    gc.unfreeze()
    return unnoticed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
