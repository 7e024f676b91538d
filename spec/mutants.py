"""What mutmut needs to judge what ranks run: a plugin of pytest, see [tool.mutmut].

Run as a script between two runs of mutmut, it prepares the second: see noxfile.py.
"""

import contextlib
import fcntl
import multiprocessing.forkserver
import multiprocessing.util
import os
import re
import signal
import sys
import threading
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from zlib import crc32

import mutmut.__main__
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
    r"use_libuv=None": "torch takes it for False",
    r"\"GLOO\",$|\"ENV://\"": "torch takes any case",
    r"serve = DataLoader": "the same batches, at once or record by record",
    r"_listen: .*\.join\(None\)": "what is no longer heard ends at once",
    r"sleep\((1\.2|2|1\.01)\)|weeks=53|join\(2\)|patience = (1|.* (or True|else 1))": "the"
    " same, later",
    r"_(rank|end_with): leave\(1\)|with_parent: leave\(2\)": "nobody reads how the rank ended",
    r"_rank: leave\(None\)": "what it says of it is cut off, as a rule",
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
    if "__mutmut_" in tried:
        config.pluginmanager.register(Trial(tried))


TRACE = """
import fcntl, os, sys
from mutmut.state import state
seen, notes = set(), os.open(NOTES, os.O_RDWR)
# Not a number below 3, which a spec may have closed.
number = fcntl.fcntl(notes, fcntl.F_DUPFD_CLOEXEC, 9)
os.close(notes)
def trace(frame, *_):
    code = frame.f_code
    if code.co_name.endswith("__mutmut_orig"):
        function = f"{frame.f_globals['__name__']}.{code.co_name.removesuffix('__mutmut_orig')}"
        note = f"{function} {frame.f_lineno - code.co_firstlineno}\\n".encode()
        if note not in seen:
            seen.add(note)
            os.write(number, note)
        return trace
class Reached(set):
    def add(self, function):
        sys.settrace(trace)
        super().add(function)
state()._stats = Reached()
"""
"""Tells each line of pt1h's functions that a process comes to, from the first call on."""


class Reach:
    """Which lines specs reach, in the processes that they start too, a plugin of pytest."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        # A pipe, which a spec of full disks does not fill.
        notes = folder / "notes"
        notes.unlink(missing_ok=True)
        os.mkfifo(notes)
        self.notes = os.open(notes, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self.notes, fcntl.F_SETPIPE_SZ, 2**20)
        trace = TRACE.replace("NOTES", repr(str(notes)))
        (folder / "sitecustomize.py").write_text(trace)
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        self.here: dict[str, Any] = {}
        exec(trace, self.here)

    def pytest_unconfigure(self) -> None:
        sys.settrace(None)
        self.patch.undo()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.here["seen"].clear()
        with contextlib.suppress(BlockingIOError):
            for note in os.read(self.notes, 2**20).decode().splitlines():
                function, line = note.split()
                state().tests_by_mangled_function_name[function].add(nodeid)
                with (self.folder / function).open("a") as reached:
                    print(line, nodeid, file=reached)


def specs(notes: Path) -> list[tuple[int, str]]:
    """A line of a function, and a spec that reaches it, or has noticed a mutant of it."""
    lines = (
        (note.split(" ", 1) for note in notes.read_text().splitlines()) if notes.exists() else ()
    )
    return [(int(line), spec) for line, spec in lines]


class Trial:
    """The trial of one mutant, a plugin of pytest."""

    def __init__(self, mutant: str) -> None:
        function = mutant.rpartition("__mutmut_")[0]
        # Not left to mutmut to find: it would read what the run writes meanwhile.
        path = Path(*function.split(".")[:-1]).with_suffix(".py")
        with contextlib.chdir(".."):
            _, _, where, *diff = get_diff_for_mutant(mutant, path=path).splitlines()
        unchanged = next(i for i, line in enumerate(diff) if line[0] != " ")
        self.line = int(re.findall(r"\d+", where)[0]) - 1 + unchanged
        self.reach = {spec for line, spec in specs(Path("reach", function)) if line == self.line}
        self.noticed = Path("noticed_by", function)
        self.noticed.parent.mkdir(exist_ok=True)
        self.cost: dict[str, float] = {}

    def is_noticed_by(self, spec: str) -> None:
        with self.noticed.open("a") as notes:
            print(self.line, spec, file=notes)

    def in_order(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Those that come to the line; the quick ones, and before them those that noticed others.

        Where one case of a test does not notice it, the next may not either.
        """
        others: defaultdict[str, float] = defaultdict(float)
        for line, spec in specs(self.noticed):
            others[spec] += 20 / (1 + abs(line - self.line))
        return sorted(
            items,
            key=lambda item: (
                item.nodeid not in self.reach,
                self.cost[item.nodeid] / (1 + others[item.nodeid]),
            ),
        )

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        cases, seconds = Counter[str](), state().duration_by_test
        for spec in sorted((item.nodeid for item in items), key=seconds.__getitem__):
            test = spec.partition("[")[0]
            cases[test] += 1
            self.cost[spec] = cases[test] * seconds[spec]
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
            threading.Timer(15, os._exit, [TIMEOUT]).start()
            self.is_noticed_by(item.nodeid)
            pytest.exit("hangs", returncode=TIMEOUT)

        signal.signal(signal.SIGALRM, hangs)
        signal.setitimer(signal.ITIMER_REAL, 20 + 10 * state().duration_by_test[item.nodeid])


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
    # Mutants of one line are tried far from each other: the first to be noticed helps the others.
    vars(mutmut.__main__)["estimated_worst_case_time"] = lambda mutant: crc32(mutant.encode())
