"""Define the sessions that nox -s NAME runs."""

import argparse
import os
import re
import shutil
from pathlib import Path

import nox
from packaging.version import Version

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")


def requirements(group: str, torch: str = os.environ.get("TORCH", "torch")) -> list[str]:
    """Return pip's arguments: the project, a dependency group, and a torch release, file or URL."""
    torch = f"torch=={torch}" if torch[0].isdigit() else torch
    return ["-e", ".", torch, *nox.project.dependency_groups(PROJECT, group)]


@nox.session
def spec(session: nox.Session) -> None:
    """Check the facts. Arguments after -- go to pytest."""
    session.install(*requirements("spec"))
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def hour(session: nox.Session) -> None:
    """Replay the notebook. Arguments after -- go to pt1h."""
    session.install("-e", ".")
    session.run("pt1h", *session.posargs)


@nox.session(default=False)
def gpu(session: nox.Session) -> None:
    """Run the facts that need a GPU, and fail without one. Arguments after -- go to pytest."""
    session.install(*requirements("spec"))
    session.run("pytest", "-m", "gpu", "--require-gpu=1", *session.posargs)


@nox.session(default=False)
def faults(session: nox.Session) -> None:
    """Check how ranks fail, which takes minutes. Arguments after -- go to pytest."""
    session.install(*requirements("spec"))
    # Run two tests at a time, because a test often waits for a timeout or a process.
    session.run("pytest", "spec", "-m", "faults", "-n", "2", *session.posargs)


@nox.session(default=False)
def drift(session: nox.Session) -> None:
    """Compare the facts across torch releases, by default the latest patch of each minor release.

    nox -s drift -- 2.7 2.16.0rc1 ./torch.whl compares these three. --index ADDRESS adds a
    package index. --remove deletes each environment afterward (5 GB with a CUDA build of torch).
    """
    parser = argparse.ArgumentParser("nox -s drift --")
    parser.add_argument("torch", nargs="*", help="a release, or the file or URL of a wheel")
    parser.add_argument("--index", help="the address of a further package index")
    parser.add_argument("--remove", action="store_true", help="delete each environment afterward")
    options = parser.parse_args(session.posargs)
    session.install("pip", "virtualenv")
    listed = session.run("python", "-m", "pip", "index", "versions", "torch", silent=True)
    newest = {}
    for minor, patch in re.findall(r"\b(\d+\.\d+)(\.\d+)\b", str(listed))[::-1]:
        if Version(minor) >= Version("2.7"):
            newest[minor] = minor + patch
    columns = []
    for name in options.torch or newest:
        torch = newest.get(name, name)
        home = Path(session.cache_dir, "drift", re.sub(r"[^\w.]+", "-", torch))
        report = Path(f"{home}.xml")
        report.unlink(missing_ok=True)
        session.run("virtualenv", "-q", str(home))
        # Accept any exit status, because a fact that fails is a result. If torch cannot be
        # installed, compare.py says that there is no report.
        index = ["--extra-index-url", options.index] if options.index else []
        install = ["pip", "install", "-q", "--no-cache-dir", *requirements("spec", torch), *index]
        python = str(home / ("Scripts" if os.name == "nt" else "bin") / "python")
        for command in (install, ["pytest", "-q", f"--junitxml={report}"]):
            session.run(python, "-m", *command, external=True, success_codes=range(256))
        columns.append(f"{torch}={report}")
        if options.remove:
            shutil.rmtree(home)
    session.run("python", "spec/pt1h_tools/compare.py", *columns)


@nox.session(default=False, python=["3.11", "3.12", "3.13", "3.14", "3.15"])
def environments(session: nox.Session) -> None:
    """Check the facts on each Python, with common plugins, variables and options."""
    session.install(*requirements("environments"))
    long = Path(session.create_tmp(), "long" * 25)
    long.mkdir(exist_ok=True)
    variables = [("PYTHONWARNINGS", "error"), ("PYTHONOPTIMIZE", "1"), ("LC_ALL", "C")]
    variables += [("OMP_NUM_THREADS", "1"), ("OMP_NUM_THREADS", "64"), ("TMPDIR", str(long))]
    variables += [("ATEN_CPU_CAPABILITY", "default"), ("ATEN_CPU_CAPABILITY", "avx2")]
    for name, value in variables:
        # PYTHONWARNINGS=error would turn pytest-asyncio's warnings into errors.
        session.run("pytest", "-q", "-p", "no:asyncio", env={name: value})
    for options in ("--cov=pt1h --cov-report=", "-n 2", "--import-mode=importlib"):
        session.run("pytest", "-q", *options.split())


@nox.session(default=False)
def book(session: nox.Session) -> None:
    """Write the facts and their verdicts as one HTML page. Arguments after -- go to pytest."""
    session.install(*requirements("book"))
    report = Path(session.cache_dir, "report.xml")
    try:
        session.run("pytest", f"--junitxml={report}", *session.posargs)
    finally:
        page = ["-m", "pt1h_tools.book", str(report), "book.html"]
        session.run("python", *page, env={"PYTHONPATH": "spec"})


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Compare speeds with plain torch and torchrun, as ratios measured in one run."""
    session.install(*requirements("spec"))
    session.run("python", "spec/pt1h_tools/bench.py")


@nox.session(default=False)
def tools(session: nox.Session) -> None:
    """Test the tools: the verdicts, the book, --implementation. Arguments after -- go to pytest."""
    session.install(*requirements("book"))
    session.run("pytest", "spec/pt1h_tools", *session.posargs)


@nox.session(default=False)
def lint(session: nox.Session) -> None:
    """Check the style with ruff."""
    session.install(*nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(default=False)
def types(session: nox.Session) -> None:
    """Check the types with mypy --strict, for each platform."""
    session.install(*requirements("types"))
    for platform in ("linux", "darwin", "win32"):
        session.run("mypy", "--platform", platform)
    # mypy cannot check two modules with the same name in one run.
    for folder in ("spec/8_ddp", "spec/9_faults"):
        session.run("mypy", f"{folder}/conftest.py", env={"MYPYPATH": folder})
