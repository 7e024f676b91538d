"""Remove personal settings from a run, and start the processes that it needs."""

import multiprocessing.forkserver
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# These configure pytest, colors, interactive Python, torch's weights_only and torchrun's ranks.
DROPPED = re.compile(
    "PYTEST_ADDOPTS|FORCE_COLOR|PYTHON_COLORS|CLICOLOR_FORCE|PYTHONSTARTUP"
    "|TORCH_FORCE_(NO_)?WEIGHTS_ONLY_LOAD"
    "|((LOCAL|GROUP|ROLE)_)?(RANK|WORLD_SIZE)|ROLE_NAME|MASTER_(ADDR|PORT)|(TORCHELASTIC|PET)_.*"
)


def drop_personal_settings(environment: pytest.MonkeyPatch) -> None:
    """Drop the variables for this run. Its ranks and commands inherit what is left."""
    for name in list(os.environ):
        if DROPPED.fullmatch(name):
            environment.delenv(name)
    if sys.platform != "win32":
        # The shell may set the interface of a cluster, but the ranks of a spec are on this machine.
        environment.setenv("GLOO_SOCKET_IFNAME", "lo" if sys.platform == "linux" else "lo0")


def run_python(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a Python command, and return its output and its exit status."""
    command = [sys.executable, *map(str, arguments)]
    settings: dict[str, Any] = {"cwd": ROOT, "env": own_environment()} | options
    return subprocess.run(command, capture_output=True, text=True, **settings)


def own_environment(**variables: str) -> dict[str, str]:
    """Return the environment for a command: python finds pt1h, and these variables are set."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return os.environ | {"PYTHONPATH": path} | variables


def start_fork_server(*modules: str) -> None:
    """Let the fork server, if there is one, import the modules while this process continues."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_forkserver_preload(list(modules))
        multiprocessing.forkserver.ensure_running()


def reject_unusable_pytest(pluginmanager: pytest.PytestPluginManager) -> None:
    """Raise UsageError for a pytest that cannot read the settings, or load each conftest.py."""
    if pytest.version_tuple < (9,):
        raise pytest.UsageError(
            f"pytest {pytest.__version__} does not read [tool.pytest] in pyproject.toml:"
            " run pip install 'pytest>=9'"
        )
    config: Any = pluginmanager.get_plugin("pytestconfig")
    if config.known_args_namespace.importmode == "append":
        why = "it loads only one conftest.py: use --import-mode=importlib"
        raise pytest.UsageError(f"cannot use --import-mode=append: {why}")


def reject_unusable_options(config: pytest.Config) -> None:
    """Raise UsageError for a run in which no spec could start a process."""
    if config.getoption("--disable-socket", False):
        raise pytest.UsageError("cannot use --disable-socket: ranks need sockets: remove it")
    if config.getoption("--forked", False):
        raise pytest.UsageError("cannot use --forked: it ends the processes of specs: remove it")
    script = Path(getattr(sys.modules["__main__"], "__file__", None) or "")
    if script.suffix == ".py" and "__name__" not in script.read_text(encoding="utf-8"):
        raise pytest.UsageError(
            f"cannot run {script}: it has no main guard, so each process of a spec would run it"
            ' again: call pytest.main() under if __name__ == "__main__"'
        )
