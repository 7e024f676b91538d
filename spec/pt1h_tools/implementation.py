"""pytest --implementation mine.py: the facts of chapters 1 to 8, held against another's code.

The names that it defines stand in for pt1h's in each module of pt1h, so that all who import them
meet them. The server that ranks and workers are forked from imports this module, and does the same.
"""

import contextlib
import importlib
import io
import multiprocessing.forkserver
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

VARIABLE = "PT1H_IMPLEMENTATION"
LEFT_OUT = {"0_pt1h", "9_faults"}
FOUND = pytest.StashKey[list[str]]()


def load(name: str) -> ModuleType:
    """The module of that name, or what a file defines as it is run."""
    path = Path(name).absolute()
    if path.suffix != ".py" and not path.is_file():
        return importlib.import_module(name)
    # By no name of its own, which may be data, test or pt1h; and nothing is written beside it.
    module = sys.modules["implementation"] = ModuleType("implementation")
    module.__file__ = str(path)
    sys.path.append(str(path.parent))
    exec(compile(path.read_bytes(), path, "exec"), vars(module))
    return module


def stand_in(name: str) -> list[str]:
    """Put the names that the implementation defines in the place of pt1h's: these names."""
    import torch

    import pt1h

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            defined = vars(load(name))
    except (Exception, SystemExit) as error:
        says = f"{name} does not import: {type(error).__name__}: {error}"
        raise pytest.UsageError(says) from error
    torch.set_printoptions(profile="default")  # In [62] of the document leaves others
    taken = vars(torch)  # by from torch import *
    others = {
        each: defined[each]
        for each in pt1h.__all__
        if each in defined and defined[each] is not taken.get(each)
    }
    if not others:
        raise pytest.UsageError(f"{name} defines none of {', '.join(pt1h.__all__)}")
    for each, other in others.items():
        kind = "class" if isinstance(vars(pt1h)[each], type) else "function"
        if not (isinstance(other, type) if kind == "class" else callable(other)):
            raise pytest.UsageError(f"{each} of {name} is a {type(other).__name__}, not a {kind}")
        if each == "NeuralNetwork" and not issubclass(other, torch.nn.Module):
            raise pytest.UsageError(f"NeuralNetwork of {name} is no torch.nn.Module")
    for each, other in others.items():
        own = vars(pt1h)[each]
        for module in [m for n, m in sys.modules.items() if n.partition(".")[0] == "pt1h"]:
            if vars(module).get(each) is own:
                setattr(module, each, other)
    return list(others)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--implementation",
        metavar="FILE",
        help="hold chapters 1 to 8 against what a file, or a dotted module, defines of"
        " NeuralNetwork, ToyDataset, train, compute_accuracy, save and load",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    name = config.getoption("--implementation")
    if name is None:
        return
    if config.getoption("dist", "no") == "no":
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv(VARIABLE, name)
            environment.setenv("PYTHONPATH", os.pathsep.join(sys.path))
            multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.ddp", __name__])
            multiprocessing.forkserver.ensure_running()
    config.stash[FOUND] = stand_in(name)
    config.args[:] = [arg for arg in config.args if LEFT_OUT.isdisjoint(Path(arg).parts)]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return (FOUND in config.stash and collection_path.name in LEFT_OUT) or None


def pytest_report_header(config: pytest.Config) -> str | None:
    if FOUND not in config.stash:
        return None
    import pt1h

    found = config.stash[FOUND]
    rest = [each for each in pt1h.__all__ if each not in found]
    name = config.getoption("--implementation")
    return f"from {name}: {', '.join(found)}; from pt1h: {', '.join(rest) or 'nothing'}"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if FOUND in config.stash:
        terminalreporter.line("chapters 0 and 9 are left out: they hold what pt1h alone promises")


if VARIABLE in os.environ:
    try:
        stand_in(os.environ[VARIABLE])
    except pytest.UsageError:
        sys.exit(1)  # pytest says it
