"""Test the facts of chapters 1 to 8 on the definitions in a file: pytest --implementation=FILE.

Its definitions replace pt1h's in each module of pt1h. Ranks and the DataLoader's workers, or the
server that forks them, import pt1h_tools.in_processes, which does the same there.
"""

import ast
import contextlib
import difflib
import functools
import inspect
import io
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pt1h_tools.environment import start_fork_server
from pt1h_tools.loop import DEVICES, REMEDY, Loop, find_loop
from pt1h_tools.reading import NOT_RUN, Program, Statement, bound_names, calls, free_names

NAMES = ["NeuralNetwork", "ToyDataset", "train", "compute_accuracy", "save", "load"]
"""The names of the contract, in the order of the notebook."""
NOT_DEFINED = "not defined"
IN_57 = (3, 0.5)
"""The number of epochs and the learning rate of In [57]."""
FILE, SCRATCH = "PT1H_IMPLEMENTATION", "PT1H_SCRATCH"
LEFT_OUT = {"0_pt1h", "9_faults", "pt1h_tools"}


class Implementation(NamedTuple):
    """The definitions that a file provides for the names of the contract."""

    tested: dict[str, Any]
    not_tested: dict[str, str]
    """Why each of the other names is not tested."""
    failures: list[str]
    """The statements that failed, although a definition needs them."""
    trains_by_loop: bool
    """Whether train is a loop at top level."""


IMPLEMENTATION = pytest.StashKey[Implementation]()


class Aside(io.StringIO):
    """Receive the output of the file's functions, so that no fact compares it.

    stderr gets a copy, which pytest shows if a fact fails.
    """

    def write(self, text: str) -> int:
        if multiprocessing.parent_process() is None:  # In a rank, stderr is the terminal.
            sys.stderr.write(text)
        return super().write(text)


ASIDE = Aside()


def print_aside(*values: Any, **options: Any) -> None:
    print(*values, **{"file": ASIDE} | options)


class Lines(list[str]):
    """The lines in the notebook's format that a call of train() printed or returned."""

    def __iter__(self) -> Iterator[str]:
        if not self:
            pytest.skip("train() neither prints nor returns lines in the notebook's format")
        return super().__iter__()


def parameters(function: Any) -> str:
    """Return the parameters of a function as they are written, without their types."""
    signature = inspect.signature(function)
    untyped = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=untyped, return_annotation=signature.empty))


def misfit(name: str, found: Any) -> str:
    """Return why a definition cannot be called as the contract says, or an empty string."""
    import torch

    import pt1h

    own = vars(pt1h)[name]
    kind = "class" if isinstance(own, type) else "function"
    if not (isinstance(found, type) if kind == "class" else callable(found)):
        return f"expected a {kind}, found an object of type {type(found).__name__}"
    if name == "NeuralNetwork" and not issubclass(found, torch.nn.Module):
        return "expected a torch.nn.Module, found another class"
    contract = inspect.signature(own).parameters
    required = [p.name for p in contract.values() if p.default is p.empty]
    options = dict.fromkeys(contract.keys() - required)
    accepted = inspect.signature(found)
    if kind == "function" and "device" in accepted.parameters:
        options["device"] = None
    try:
        accepted.bind(*required, **options)
        if name == "NeuralNetwork":  # In [40] passes positional arguments, In [57] keywords.
            accepted.bind(**dict.fromkeys(required))
    except TypeError:
        return f"expected {name}{parameters(own)}, found {name}{parameters(found)}"
    return ""


def adapt(
    name: str, function: Callable[..., Any], variables: dict[str, Any], scratch: str
) -> Callable[..., Any]:
    """Return a function that is called as the contract says, and calls the file's function.

    It passes the model's device as the parameter or the global variable called device, runs in the
    scratch folder, and sets aside what is printed. train() returns lines in the notebook's format.
    """
    import torch

    parameter = inspect.signature(function).parameters.get("device")

    @functools.wraps(function)
    def adapted(model: Any, *args: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        device = next(model.parameters()).device
        if parameter:
            is_name = isinstance(parameter.default, str) or parameter.annotation in (str, "str")
            options["device"] = str(device) if is_name else device
        for variable in variables.keys() & set(DEVICES):
            is_name = isinstance(variables[variable], str)
            variables[variable] = str(device) if is_name else device
        ASIDE.seek(0)
        ASIDE.truncate()
        # Create an optimizer here. The first one imports code that calls functions replaced below.
        torch.optim.SGD([torch.zeros(1)])
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.chdir(scratch),
            contextlib.redirect_stdout(ASIDE),
        ):
            # A function that chooses a device itself must choose the model's.
            for each in (torch.cuda, torch.backends.mps, torch.accelerator):
                patch.setattr(each, "is_available", lambda: device.type == "cuda")
            returned = function(model, *args, **options)
        if name != "train":
            return returned
        steps = returned if isinstance(returned, list | tuple) else []
        lines = [*ASIDE.getvalue().splitlines(), *map(str, steps)]
        return Lines(line for line in lines if line.startswith("[EPOCH]"))

    return adapted


def as_train(loop: Loop) -> Callable[..., Any]:
    """Return a function that is called as train() and runs the loop."""

    def train(model: Any, train_loader: Any, num_epochs: int = 3, lr: float = 0.5) -> None:
        __tracebackhide__ = True
        if (num_epochs, lr) != IN_57:
            pytest.skip(f"{loop.at} always trains for 3 epochs with a learning rate of 0.5")
        loop.prepare(model, train_loader)
        loop.run()

    return train


def needs_gpu(statement: Statement | None) -> str:
    """Return which line of a definition or a loop moves something to a GPU, or an empty string."""
    if statement is None or "is_available" in ast.unparse(statement.node):
        return ""
    conditional = {
        call
        for each in ast.walk(statement.node)
        if isinstance(each, ast.If | ast.IfExp)
        for _, call in calls(each)
    }
    for name, call in calls(statement.node):
        devices = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
        moves = name in ("to", "device") and any(re.match("cuda|mps", each) for each in devices)
        if call not in conditional and (moves or name == "cuda"):
            return f"{statement.cell.at(call.lineno)} needs a GPU: use the device of the model"
    return ""


def failed(needed: list[Statement], program: Program) -> str:
    """Return which of the statements that a function needs failed, or an empty string."""
    failures = [statement.at for statement in needed if statement.at in program.failures]
    names = {name for statement in needed for name in free_names(statement.node)}
    missing = names - vars(program.module).keys()
    failures += [
        leaf.at
        for leaf in program.leaves
        if leaf.at in program.failures and bound_names(leaf.node) & missing
    ]
    return f"needs {failures[0]}, which failed" if failures else ""


def why_not_in_57(loop: Loop) -> str:
    """Return why a loop cannot make the six losses of In [57], or an empty string."""
    from pt1h import NeuralNetwork
    from pt1h.data import loaders

    for statement in loop.before:
        if loop.program.has_effects(statement.node):
            return f"{loop.at} needs {statement.at}, which {NOT_RUN}"
    try:
        epochs, lr = loop.prepare(NeuralNetwork(2, 2), loaders()[0])
    except Exception as error:
        return f"{loop.at} cannot run: {type(error).__name__}: {error}"
    if (epochs, lr) == IN_57:
        return needs_gpu(loop.loop) or failed(loop.program.needed(loop.needs), loop.program)
    return f"{loop.at} must have num_epochs=3 and lr=0.5, got {epochs} and {lr}: {REMEDY}"


def why_undefined(name: str, program: Program) -> str:
    """Return why a name of the contract is not defined."""
    import pt1h

    own = f"{name}{parameters(vars(pt1h)[name])}"
    for statement in program.leaves:
        if name in bound_names(statement.node):
            if statement.at in program.failures:
                return f"{statement.at} failed"
            return f"expected {own}, found {ast.unparse(statement.node)} at {statement.at}"
    for node, cell in program.statements:
        for each in ast.walk(node):
            if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name == name:
                return f"defined at {cell.at(each.lineno)}, which is not at top level"
    for cell, error in program.not_parsed.items():
        if re.search(rf"(class|def) {name}\b", cell.source):
            return error
    for close in difflib.get_close_matches(name, program.definitions, n=1, cutoff=0.8):
        return f"not defined, but {close} at {program.definitions[close].at} is similar: rename it"
    return NOT_DEFINED


def examine(name: str, scratch: str) -> Implementation:
    """Run the definitions of a file, and say which names of the contract can be tested.

    Raises UsageError if none can.
    """
    import torch

    import pt1h

    try:
        program = Program(name, NAMES)
    except Exception as error:
        where = f", line {line}" if (line := getattr(error, "lineno", None)) else ""
        why = getattr(error, "msg", None) or getattr(error, "strerror", None) or error
        message = f"cannot read {name}{where}: {type(error).__name__}: {why}"
        raise pytest.UsageError(message.partition("\n")[0]) from error
    has_train = "train" in program.definitions or "train" in program.imported
    loop: Loop | str = "" if has_train else find_loop(program)
    needs = loop.needs if isinstance(loop, Loop) else set()
    dtype = torch.get_default_dtype()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(scratch),
        contextlib.redirect_stdout(ASIDE),
    ):
        patch.setattr(sys, "dont_write_bytecode", True)
        patch.setattr(sys, "argv", [str(program.path)])
        variables = vars(program.module)
        variables["print"] = print_aside
        # A function that writes beside __file__ must not replace the user's files.
        variables["__file__"] = str(Path(scratch, program.path.name))
        program.run({*NAMES, *needs})
        if isinstance(loop, Loop):
            loop = why_not_in_57(loop) or loop
    torch.set_default_dtype(dtype)
    torch.set_printoptions(profile="default")
    tested: dict[str, Any] = {}
    not_tested: dict[str, str] = {}
    for each in NAMES:
        found = variables.get(each)
        if each == "train" and isinstance(loop, Loop):
            tested[each] = adapt(each, as_train(loop), variables, scratch)
        elif each == "train" and isinstance(loop, str) and loop and not callable(found):
            not_tested[each] = loop
        elif found is None or found is vars(torch).get(each) or found is vars(pt1h)[each]:
            not_tested[each] = why_undefined(each, program)
        elif why := needs_gpu(program.definitions.get(each)) or misfit(each, found):
            not_tested[each] = why
        elif isinstance(found, type):
            tested[each] = found
        elif why := failed(program.needed({each}), program):
            not_tested[each] = why
        else:
            own_variables = getattr(inspect.unwrap(found), "__globals__", {})
            tested[each] = adapt(each, found, own_variables, scratch)
    failures = [f"{program.path.name}, {at}: {why}" for at, why in program.failures.items()]
    if not tested:
        reasons = [f"{each}: {why}" for each, why in not_tested.items() if why != NOT_DEFINED]
        message = f"{name} defines none of {', '.join(NAMES)} as the facts need them"
        raise pytest.UsageError("\n    ".join([message, *reasons, *failures]))
    return Implementation(tested, not_tested, failures, isinstance(loop, Loop))


def replace(tested: dict[str, Any]) -> None:
    """Put the definitions in the place of pt1h's, in each module of pt1h."""
    import pt1h

    for name, found in tested.items():
        own = vars(pt1h)[name]
        for module in [m for n, m in sys.modules.items() if n.partition(".")[0] == "pt1h"]:
            if vars(module).get(name) is own:
                setattr(module, name, found)


def imports(node: ast.AST) -> list[tuple[str, str, str]]:
    """Return each name imported from pt1h as (its name here, its module, its name there)."""
    return [
        (alias.asname or alias.name, each.module, alias.name)
        for each in ast.walk(node)
        if isinstance(each, ast.ImportFrom) and each.module and each.module.startswith("pt1h")
        for alias in each.names
    ]


@functools.cache
def parse_module(name: str) -> list[ast.stmt]:
    """Return the statements of a module of pt1h, or none if there is no such module."""
    import pt1h

    path = Path(str(pt1h.__file__))
    if name != "pt1h":
        path = path.parent / f"{name.removeprefix('pt1h.')}.py"
    return ast.parse(path.read_bytes()).body if path.is_file() else []


def names_used(spec: Path) -> set[str]:
    """Return the names of the contract that a spec uses, itself or through pt1h's functions."""
    used = set()
    todo = [(module, name) for _, module, name in imports(ast.parse(spec.read_bytes()))]
    done = set()
    while todo:
        module, name = todo.pop()
        if (module, name) in done:
            continue
        done.add((module, name))
        if name in NAMES:
            used.add(name)
        elif submodule := parse_module(f"{module}.{name}"):
            names = {each for node in submodule for each in bound_names(node)}
            todo += [(f"{module}.{name}", each) for each in names]
        else:
            for node in parse_module(module):
                if isinstance(node, ast.ImportFrom):
                    todo += [(there, own) for bound, there, own in imports(node) if bound == name]
                elif name in bound_names(node):
                    todo += [(module, each) for each in free_names(node)]
    return used


def copy_quoted_files(path: Path, scratch: str) -> None:
    """Copy each file whose relative path is a string in the file, so that its code can read it."""
    source = path.read_text(encoding="utf-8", errors="ignore") if path.is_file() else ""
    for string in {*re.split(r"[\"'\\\n]", source)}:
        file, copy = path.parent / string, Path(scratch, string)
        with contextlib.suppress(OSError):  # A string can be too long for a path.
            if file.is_file() and not Path(string).is_absolute() and ".." not in file.parts:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--implementation",
        metavar="FILE",
        help="test the definitions in FILE (a notebook, a script or a module's dotted name)"
        " instead of pt1h's NeuralNetwork, ToyDataset, train, compute_accuracy, save and load",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    name = config.getoption("--implementation")
    if name is None:
        return
    os.environ.setdefault("MPLBACKEND", "Agg")  # so that no plot opens a window
    scratch = tempfile.mkdtemp(prefix="pt1h-")
    config.add_cleanup(lambda: shutil.rmtree(scratch, ignore_errors=True))
    copy_quoted_files(Path(name).absolute(), scratch)
    # A spawned process that receives an object of the file's classes imports this module.
    Path(scratch, "implementation.py").write_text("import pt1h_tools.in_processes")
    sys.path.append(scratch)
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setenv(FILE, name)
    patch.setenv(SCRATCH, scratch)
    # xdist's workers start servers of their own, and a daemon cannot start processes.
    if config.getoption("dist", "no") == "no" and not multiprocessing.current_process().daemon:
        with pytest.MonkeyPatch.context() as server:
            server.setenv("PYTHONPATH", os.pathsep.join(sys.path))
            start_fork_server("pt1h.preload", "pt1h_tools.in_processes")
    implementation = examine(name, scratch)
    replace(implementation.tested)
    config.stash[IMPLEMENTATION] = implementation
    config.args[:] = [arg for arg in config.args if LEFT_OUT.isdisjoint(Path(arg).parts)]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return (IMPLEMENTATION in config.stash and collection_path.name in LEFT_OUT) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out each fact that uses none of the tested names."""
    if IMPLEMENTATION not in config.stash:
        return
    implementation = config.stash[IMPLEMENTATION]
    used = {path: names_used(path) for path in {item.path for item in items}}

    def is_left_out(item: pytest.Item) -> bool:
        names = used[item.path] & implementation.tested.keys()
        # Ranks train for one epoch. as_train() would skip the fact, but a rank cannot skip it.
        in_ranks = "ranks" in getattr(item, "fixturenames", ())
        return not names or (implementation.trains_by_loop and in_ranks and "train" in names)

    config.hook.pytest_deselected(items=[item for item in items if is_left_out(item)])
    items[:] = [item for item in items if not is_left_out(item)]


def pytest_runtestloop(session: pytest.Session) -> None:
    if IMPLEMENTATION in session.config.stash:
        sys.dont_write_bytecode = True  # because a function may import a module beside its file


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if IMPLEMENTATION not in config.stash:
        return
    tested, not_tested, failures, _ = config.stash[IMPLEMENTATION]
    for failure in failures:
        terminalreporter.line(failure)
    terminalreporter.line(f"tested: {', '.join(tested)}")
    reasons = [
        f"{', '.join(name for name in not_tested if not_tested[name] == why)}: {why}"
        for why in dict.fromkeys(not_tested.values())
    ]
    terminalreporter.line(f"not tested: {'; '.join(reasons) or 'none'}")


@pytest.fixture
def record_losses() -> Callable[[Any, Any], list[float]]:
    """record_losses(model, train_loader) is a list to which training appends its losses.

    The loss of a step is the cross entropy of the logits that the model returned for a batch of the
    loader, to two decimals, at the time of the backward pass.
    """
    import torch
    import torch.nn.functional as F

    def record(model: Any, train_loader: Any) -> list[float]:
        losses: list[float] = []
        batches: list[Any] = []
        collate, forward = train_loader.collate_fn, model.forward

        def serve(records: Any) -> Any:
            batches.append(collate(records))
            return batches[-1]

        def watch(x: Any) -> Any:
            logits = forward(x)
            labels = [y for features, y in batches if torch.equal(features, x.detach().cpu())]
            if labels and logits.requires_grad:
                loss = F.cross_entropy(logits.detach().cpu(), labels[-1]).item()
                logits.register_hook(lambda _gradient: losses.append(round(loss, 2)))
            return logits

        train_loader.collate_fn, model.forward = serve, watch
        return losses

    return record
