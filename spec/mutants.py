"""What mutmut needs to judge what ranks run: a plugin of pytest, see [tool.mutmut].

Run as a script between two runs of mutmut, it prepares the second: see noxfile.py.
"""

import contextlib
import multiprocessing.forkserver
import multiprocessing.util
import os
import re
import signal
from collections import Counter
from pathlib import Path

import pytest
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state
from mutmut.utils.file_utils import walk_mutatable_files

SKIPPED, TIMEOUT = 34, 36  # as mutmut writes them

SURVIVE = {
    r"\.to\(None\)(?!.dtype)|train_toy\(None\)|train_replica: device = None|map_location=None"
    r"|data\), weights_only=True\)": "the same on the CPU: what needs a GPU tells",
    r"weights_only=None|map_location=\"cpu\", \)": "True is torch's default since 2.6",
    r"\(\[(2.0, 2.0, 3.0|1.0, 3.0, 3.0|1.0, 2.0, 4.0)\]\)\.dtype": "In [6] prints a dtype",
    r"loaders\(\)\[0\], (lr|num_epochs=3, \))": "the defaults",
    r"x_join: .*world_size, None, to_timedelta": "torch takes gloo on the CPU",
    r"use_libuv=True|_fd=fd, \)": "torch takes a socket in either store since 2.8",
    r"\"GLOO\",$|\"ENV://\"": "torch takes any case",
    r"serve = DataLoader": "the same batches, at once or record by record",
    r"_listen: .*\.join\(None\)": "what is no longer heard ends at once",
    r"sleep\((1\.2|2|1\.01)\)|weeks=53|join\(2\)|patience = (1|.* or True)": "the same, later",
    r"_(rank|end_with): leave\(1\)|with_parent: leave\(2\)": "nobody reads how the rank ended",
    r"where}\", \"XXXX\"|group, (None|\"(XX|IS D|HAS).*), timedelta|b\"(XXendXX|END)\"": "what"
    " counts is that it is said",
    r"\.1\", 2\)\)|range\(4\)": "any port, and one more than is needed, will do",
    r"ignore\", .*(XXThis|this|THIS|threaded\", \))": "Python 3.11 gives no warning",
    r"set_start_method\(None": "fork is the default of Python 3.11",
    r"_rank: with contextlib.suppress\(None": "the launcher has gone, and nobody reads",
    r"\"XXXX\"\.join\(f\": ": "there are names or a reason, never both",
}
"""What a mutant's line turns into, and why no spec can tell: it is not tried."""


def fork_server(_path: str, command: list[str], fds: list[int]) -> int:
    """Fork the server of ranks, in place of starting it, and return its process."""
    pid = os.fork()
    if pid == 0:
        try:
            for fd in range(3, 1024):  # it ends once nobody holds the other end of its pipe
                with contextlib.suppress(OSError):
                    if fd != fds[-1] and os.path.sameopenfile(fd, fds[-1]):
                        os.close(fd)
            exec(command[-1])
        finally:
            os._exit(0)
    return pid


def in_a_forked_run() -> None:
    """mutmut forks a child from a run for each mutant: its ranks come from a server of its own.

    That is forked from the child, which is warm, and still has the one thread. Ranks themselves
    are not: by then a store has more, and some of such ranks were seen to hang.
    """
    vars(multiprocessing.forkserver)["_forkserver"].__init__()
    vars(multiprocessing.util)["spawnv_passfds"] = fork_server


def pytest_configure(config: pytest.Config) -> None:
    """All specs are timed, faults too; once more without a mutant, only the quick ones are run."""
    tried = os.environ["MUTANT_UNDER_TEST"]
    if tried in ("stats", "list_all_tests"):
        config.option.markexpr = "faults or not faults"
    if tried == "stats":
        config.pluginmanager.register(Reach(Path("reach").resolve()))
    function, of_a_mutant, _ = tried.rpartition("__mutmut_")
    if of_a_mutant:
        config.pluginmanager.register(Trial(Path("noticed", function)))


class Reach:
    """What specs reach in the processes that they start: mutmut sees what they reach in this one.

    Each process notes, from its first import on, what it calls first. A plugin of pytest.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.notes = folder / "notes"
        self.notes.write_text("")
        (folder / "sitecustomize.py").write_text(
            "from mutmut.state import state\n"
            "class Reached(set):\n"
            "    def add(self, function):\n"
            "        if function not in self:\n"
            f"            with open({str(self.notes)!r}, 'a') as notes:\n"
            "                print(function, file=notes)\n"
            "        super().add(function)\n"
            "state()._stats = Reached()\n"
        )
        pytest.MonkeyPatch().setenv("PYTHONPATH", str(folder), prepend=os.pathsep)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        for function in self.notes.read_text().splitlines():
            state().tests_by_mangled_function_name[function].add(nodeid)
        self.notes.write_text("")


class Trial:
    """The trial of one mutant, a plugin of pytest."""

    def __init__(self, notes: Path) -> None:
        """In notes stand the specs that have noticed mutants of the same function."""
        self.notes = notes
        notes.parent.mkdir(exist_ok=True)
        notes.touch()

    def is_noticed_by(self, spec: str) -> None:
        with self.notes.open("a") as notes:
            print(spec, file=notes)

    def in_order(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """The quick ones first, and before them those that have noticed others."""
        seen, seconds = Counter(self.notes.read_text().splitlines()), state().duration_by_test
        return sorted(items, key=lambda item: seconds[item.nodeid] / (1 + 20 * seen[item.nodeid]))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = self.in_order(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.is_noticed_by(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """A spec that takes 20 s, and ten times as long as when it was alone, hangs."""
        # Trials beside this one may have learnt something. The next spec is prepared for already.
        items = item.session.items
        after_next = items.index(item) + 2
        items[after_next:] = self.in_order(items[after_next:])

        def hangs(*_: object) -> None:
            """Tell mutmut of a timeout. What the spec has started is ended first, if it can be."""
            signal.signal(signal.SIGALRM, lambda *_: os._exit(TIMEOUT))
            self.is_noticed_by(item.nodeid)
            pytest.exit("hangs", returncode=TIMEOUT)

        signal.signal(signal.SIGALRM, hangs)
        signal.setitimer(signal.ITIMER_REAL, 20 + 10 * state().duration_by_test[item.nodeid], 15)


def prepare() -> None:
    """Let stand what no spec can tell."""
    left = dict(SURVIVE)
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name in data.exit_code_by_key:
            function = name.rpartition("__mutmut_")[0]
            changes = get_diff_for_mutant(name, path=path).splitlines()[3:]
            line = f"{function}: " + " ".join(c[1:].strip() for c in changes if c[0] == "+")
            for pattern, reason in SURVIVE.items():
                if re.search(pattern, line):
                    print(f"{name} is not tried, {reason}: {line}")
                    data.exit_code_by_key[name] = SKIPPED
                    left.pop(pattern, None)
        data.save()
    for pattern in left:
        print(f"no mutant is {pattern}: take it out of SURVIVE")


if __name__ == "__main__":
    prepare()
else:
    os.register_at_fork(after_in_child=in_a_forked_run)
