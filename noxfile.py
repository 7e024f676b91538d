#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox"]
# ///
"""The ways to run pt1h: nox -s NAME, or ./noxfile.py -s NAME where there is uv."""

import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, group: str) -> None:
    session.install("-e", ".", *nox.project.dependency_groups(PROJECT, group))


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


if __name__ == "__main__":
    nox.main()
