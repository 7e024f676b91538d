#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox"]
# ///
"""The ways to run pt1h: nox -s NAME, or ./noxfile.py -s NAME where there is uv."""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import nox
from packaging.requirements import Requirement

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, group: str) -> None:
    pinned = [f"torch=={os.environ['TORCH']}"] if "TORCH" in os.environ else []
    session.install("-e", ".", *pinned, *nox.project.dependency_groups(PROJECT, group))


def in_own_environment(home: Path, *options: str) -> tuple[str, ...]:
    """The command that runs spec in an environment below home."""
    return (sys.executable, "-m", "nox", "--envdir", str(home), "-s", "spec", *options, "--")


def run_spec(
    session: nox.Session, *command: str, env: dict[str, str] | None = None
) -> dict[str, str]:
    """What the command, which runs spec, finds about each fact: nothing, if it cannot run."""
    found = Path(session.cache_dir, "found.xml")
    found.unlink(missing_ok=True)
    options = ["-q", f"--junitxml={found}", "-o", "junit_family=xunit1"]
    session.run(*command, *options, env=env, external=True, success_codes=range(256))
    facts: dict[str, str] = {}
    for case in ElementTree.parse(found).iter("testcase") if found.exists() else ():
        said = {entry.attrib["name"]: entry.attrib["value"] for entry in case.iter("property")}
        fact = said.get("fact", "a module does not load")
        if case.find("failure") is not None or case.find("error") is not None:
            facts[fact] = "fail"
        elif case.find("skipped") is not None:
            facts.setdefault(fact, "need a GPU")
        elif facts.get(fact) != "fail":
            facts[fact] = f"hold: {said['form']}" if "form" in said else "hold"
    return facts


def report(session: nox.Session, columns: dict[str, dict[str, str]]) -> None:
    """Show a row for each fact that is not the same in all columns, and a line for the rest."""
    runs = [facts for facts in columns.values() if facts]
    heads = [name if facts else f"{name} (not to be had)" for name, facts in columns.items()]
    rows = [["", *heads], ["---"] * (len(heads) + 1)]
    same = []
    for fact in dict.fromkeys(fact for facts in runs for fact in facts):
        if len({facts.get(fact) for facts in runs}) == 1:
            same.append(runs[0][fact].partition(":")[0])
        else:
            cells = (facts.get(fact, "-") for facts in columns.values())
            rows.append([fact, *(cell.removeprefix("hold: ") for cell in cells)])
    table = [f"| {' | '.join(cells)} |" for cells in rows if len(rows) > 2]
    rest = ", ".join(f"{same.count(word)} facts {word}" for word in dict.fromkeys(same))
    table += ["", f"The same in all {len(runs)} ({', '.join(heads)}): {rest}."]
    file = Path(session.cache_dir, f"{session.name}.md")
    file.write_text("\n".join(table) + "\n", encoding="utf-8")
    print(file.read_text(encoding="utf-8"), file, sep="\n")


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
    session.run("pytest", "-m", "gpu", "--require-gpu", *session.posargs)


@nox.session(default=False)
def faults(session: nox.Session) -> None:
    """Do ranks end well when something fails? Takes minutes. What follows -- goes to pytest."""
    install(session, "spec")
    session.run("pytest", "spec", "-m", "faults", *session.posargs)


@nox.session(default=False)
def drift(session: nox.Session) -> None:
    """Which facts moved, in which torch? Runs spec on the newest patch of each minor release.

    nox -s drift -- 2.7 2.15 --remove runs two of them, and removes each environment (5 GB where
    torch is built for CUDA) when it is done.
    """
    session.install("pip")
    index = session.run("python", "-m", "pip", "index", "versions", "torch", silent=True)
    (torch,) = (
        r for r in map(Requirement, PROJECT["project"]["dependencies"]) if r.name == "torch"
    )
    releases: dict[str, str] = {}
    for release in re.findall(r"\d+\.\d+\.\d+(?=,|$)", str(index), re.MULTILINE):
        if torch.specifier.contains(release):
            releases.setdefault(release.rpartition(".")[0], release)
    chosen = [arg for arg in session.posargs if arg != "--remove"] or list(releases)[::-1]
    if unknown := set(chosen) - releases.keys():
        session.error(f"no torch {', '.join(unknown)}: choose from {', '.join(releases)}")
    columns = {}
    for minor in chosen:
        home = Path(session.cache_dir, "drift", releases[minor])
        # Once is enough for 5 GB: no copy in a cache.
        env = {"TORCH": releases[minor], "UV_NO_CACHE": "1", "PIP_NO_CACHE_DIR": "1"}
        columns[releases[minor]] = run_spec(session, *in_own_environment(home), env=env)
        if "--remove" in session.posargs:
            shutil.rmtree(home / "spec", ignore_errors=True)
    report(session, columns)


@nox.session(default=False)
def settings(session: nox.Session) -> None:
    """Do the facts hang on the Python, on its switches, on threads or on the vectors of the CPU?"""
    home = Path(session.cache_dir, "settings")
    columns = {
        f"Python {python}": run_spec(
            session, *in_own_environment(home / python, "--force-python", python)
        )
        for python in ("3.11", "3.12", "3.13")
    }
    install(session, "spec")
    # Under PYTHONOPTIMIZE pytest warns of assertions elsewhere: it keeps those of specs.
    pytest = ["pytest", "-W", "ignore:assertions not in test modules:pytest.PytestConfigWarning"]
    for variable, value in [
        ("PYTHONWARNINGS", "error"),
        ("PYTHONOPTIMIZE", "1"),
        ("OMP_NUM_THREADS", "1"),
        ("OMP_NUM_THREADS", str(4 * (os.cpu_count() or 1))),
        ("ATEN_CPU_CAPABILITY", "default"),
        ("ATEN_CPU_CAPABILITY", "avx2"),
        ("ATEN_CPU_CAPABILITY", "avx512"),
    ]:
        columns[f"{variable}={value}"] = run_spec(session, *pytest, env={variable: value})
    report(session, columns)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Is each fault in pt1h noticed? Tries every small one, for an hour or two, and prints what
    survives."""
    install(session, "mutants")
    # A process that has used threads cannot be forked: torch would wait for them.
    env = {"OMP_NUM_THREADS": "1"}
    session.run("mutmut", "run", "pt1h.device.*", env=env)
    # By now it knows which spec reaches what, but not in the processes that specs start: there each
    # of these may.
    known = Path("mutants", "mutmut-stats.json")
    stats = json.loads(known.read_text())
    of_ranks = {spec for spec in stats["duration_by_test"] if spec.startswith(("spec/8", "spec/9"))}
    reached = stats["tests_by_mangled_function_name"]
    for module in ("command", "ddp", "distributed", "hour"):
        found = json.loads(Path("mutants", "pt1h", f"{module}.py.meta").read_text())
        for mutant in found["exit_code_by_key"]:
            function = mutant.rpartition("__mutmut_")[0]
            reached[function] = sorted(of_ranks.union(reached.get(function, ())))
    known.write_text(json.dumps(stats))
    at_once = str(2 * (os.cpu_count() or 1))  # most of the time a spec of ranks waits
    session.run("mutmut", "run", "--max-children", at_once, *session.posargs, env=env)
    session.run("mutmut", "results")


@nox.session(default=False)
def book(session: nox.Session) -> None:
    """Write the specs, and what became of each fact here, as one page: book.html.

    What follows -- goes to pytest: nox -s book -- spec has the faults of chapter 9, too.
    """
    install(session, "book")
    facts = run_spec(session, "pytest", *session.posargs)
    session.run("python", "spec/book.py", str(Path(session.cache_dir, "found.xml")), "book.html")
    if "fail" in facts.values():
        session.error("not all facts hold: see book.html")


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """How long do things take? Ratios from one run, and a chart."""
    install(session, "bench")
    session.run("python", "spec/bench.py", str(Path(session.cache_dir, "bench.svg")))


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
