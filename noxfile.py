#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox"]
# ///
"""The ways to run pt1h: nox -s NAME, or ./noxfile.py -s NAME where there is uv."""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path

import nox
from packaging.requirements import Requirement

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, group: str) -> None:
    """The project, a group of its dependencies, and the torch that TORCH names: a release, or the
    file or address of a wheel."""
    asked = os.environ.get("TORCH", "torch")
    torch = f"torch=={asked}" if asked[0].isdigit() else asked
    session.install("-e", ".", torch, *nox.project.dependency_groups(PROJECT, group))


def in_own_environment(home: Path, *options: str) -> tuple[str, ...]:
    """The command that runs spec in an environment below home."""
    return (sys.executable, "-m", "nox", "--envdir", str(home), "-s", "spec", *options, "--")


def column(session: nox.Session, name: str, *command: str, **env: str) -> str:
    """Run the specs, whatever comes of it: a column for compare()."""
    found = Path(session.cache_dir, session.name, re.sub(r"\W+", "-", name)).with_suffix(".xml")
    found.unlink(missing_ok=True)
    options = ["-q", f"--junitxml={found}"]
    session.run(*command, *options, env=env, external=True, success_codes=range(256))
    return f"{name}={found}"


@nox.session
def spec(session: nox.Session) -> None:
    """Is the document true here? What follows -- goes to pytest."""
    install(session, "spec")
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def hour(session: nox.Session) -> None:
    """Replay the hour. What follows -- goes to pt1h."""
    session.install("-e", ".")
    session.run("pt1h", *session.posargs)


@nox.session(default=False)
def gpu(session: nox.Session) -> None:
    """Accept a machine with a GPU: what needs one must hold."""
    install(session, "spec")
    session.run("pytest", "-m", "gpu", "--require-gpu=1", *session.posargs)


@nox.session(default=False)
def faults(session: nox.Session) -> None:
    """Do ranks end well when something fails? Takes minutes. What follows -- goes to pytest."""
    install(session, "spec")
    # Two at a time: where one waits for a timeout or another process, the other computes.
    session.run("pytest", "spec", "-m", "faults", "-n", "2", *session.posargs)


@nox.session(default=False)
def drift(session: nox.Session) -> None:
    """Which facts moved, in which torch? Runs spec on the newest patch of each minor release.

    nox -s drift -- 2.7 2.16.0rc1 ./torch.whl runs these three; --index ADDRESS looks there, too;
    --remove removes each environment (5 GB where torch is built for CUDA) when it is done.
    """
    parser = argparse.ArgumentParser("nox -s drift --")
    parser.add_argument("torch", nargs="*")
    parser.add_argument("--index")
    parser.add_argument("--remove", action="store_true")
    asked = parser.parse_args(session.posargs)
    # Once is enough for 5 GB: no copy in a cache.
    env = {"UV_NO_CACHE": "1", "PIP_NO_CACHE_DIR": "1"}
    if asked.index:
        # uv would take the first place that has any torch for the only one.
        env |= {"UV_INDEX": asked.index, "UV_INDEX_STRATEGY": "unsafe-best-match"}
        env |= {"PIP_EXTRA_INDEX_URL": asked.index}
    session.install("pip")
    listed = session.run("python", "-m", "pip", "index", "versions", "torch", silent=True)
    (torch,) = (
        r for r in map(Requirement, PROJECT["project"]["dependencies"]) if r.name == "torch"
    )
    newest: dict[str, str] = {}
    for release in re.findall(r"\d+\.\d+\.\d+(?=,|$)", str(listed), re.MULTILINE):
        if torch.specifier.contains(release):
            newest.setdefault(release.rpartition(".")[0], release)
    columns = []
    for name in asked.torch or list(newest)[::-1]:
        release = newest.get(name, name)
        home = Path(session.cache_dir, "drift", re.sub(r"[^\w.]+", "-", release))
        columns.append(column(session, release, *in_own_environment(home), TORCH=release, **env))
        if asked.remove:
            shutil.rmtree(home / "spec", ignore_errors=True)
    session.run("python", "spec/pt1h_tools/compare.py", *columns)


@nox.session(default=False)
def settings(session: nox.Session) -> None:
    """Are the facts the same on other Pythons and CPUs, and under what people have and do?"""
    home = Path(session.cache_dir, "settings")
    columns = [
        column(
            session,
            f"Python {python}",
            *in_own_environment(home / python, "--force-python", python),
        )
        for python in ("3.11", "3.12", "3.13", "3.14", "3.15")
    ]
    install(session, "settings")
    # These have warnings of their own, or an order.
    pytest = ["pytest", "-p", "no:asyncio", "-p", "no:randomly"]
    long = home.resolve() / ("of" * 50)
    long.mkdir(parents=True, exist_ok=True)
    columns += [
        column(session, f"{variable}={value}", *pytest, **{variable: value})
        for variable, value in [
            ("PYTHONWARNINGS", "error"),
            ("PYTHONOPTIMIZE", "1"),
            ("OMP_NUM_THREADS", "1"),
            ("OMP_NUM_THREADS", str(4 * (os.cpu_count() or 1))),
            ("ATEN_CPU_CAPABILITY", "default"),
            ("ATEN_CPU_CAPABILITY", "avx2"),
            ("ATEN_CPU_CAPABILITY", "avx512"),
            ("LC_ALL", "C"),
            ("TMPDIR", str(long)),
        ]
    ]
    for habit in (
        ["--cov=pt1h", "--cov-report="],
        ["-n", "2"],
        ["--import-mode=importlib"],
        ["-p", "no:terminal", "-p", "no:sugar"],
        ["-o", "junit_family=xunit1"],
    ):
        columns.append(column(session, " ".join(habit), "pytest", *habit))
    session.run("python", "spec/pt1h_tools/compare.py", *columns)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Is each fault in pt1h noticed? Tries every small one, and prints what survives."""
    install(session, "mutants")
    # A process that has used threads cannot be forked: torch would wait for them.
    env = {"OMP_NUM_THREADS": "1"}
    # The first run times all specs, and learns which reaches what.
    session.run("mutmut", "run", "pt1h.neuron.*", env=env)
    session.run("python", "spec/mutants.py")
    at_once = str(4 * (os.cpu_count() or 1))  # while a spec of ranks waits, others compute
    session.run("mutmut", "run", "--max-children", at_once, *session.posargs, env=env)
    session.run("mutmut", "results")


@nox.session(default=False)
def book(session: nox.Session) -> None:
    """Write the specs, and what became of each fact here, as one page: book.html.

    What follows -- goes to pytest: nox -s book -- spec -m "faults or not faults" has all of them.
    """
    install(session, "book")
    found = Path(session.cache_dir, "found.xml")
    options = [f"--junitxml={found}", "-o", "junit_family=xunit1"]
    try:
        session.run("pytest", *options, *session.posargs)
    finally:
        session.run("python", "spec/pt1h_tools/book.py", str(found), "book.html")


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """How long do things take? Ratios from one run, and a chart."""
    install(session, "bench")
    session.run("python", "spec/pt1h_tools/bench.py", str(Path(session.cache_dir, "bench.svg")))


@nox.session(default=False)
def lint(session: nox.Session) -> None:
    """Check the style, with ruff."""
    session.install(*nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(default=False)
def types(session: nox.Session) -> None:
    """Check the types, with mypy --strict."""
    install(session, "types")
    session.run("mypy")
    # Two modules of one name are two runs.
    for conftest in ("spec/8_ddp/conftest.py", "spec/9_faults/conftest.py"):
        session.run("mypy", conftest, env={"MYPYPATH": str(Path(conftest).parent)})


if __name__ == "__main__":
    nox.main()
