"""Run the definitions in a notebook, a script or a module, and nothing else in it.

Definitions are imports, classes and functions, with the assignments, the changes to sys.path and
the conditions that they need.
"""

import __future__

import ast
import copy
import importlib.util
import linecache
import re
import symtable
import sys
import warnings
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

NOT_PYTHON = re.compile(r"\s*([!%?]|pip3? |conda |python3? -m )|.*\?\s*$|[\w\s,.]+=\s*[!%]")
PYTHON_CELLS = ("%%capture", "%%prun", "%%time", "%%timeit")

EFFECTS = {"backward", "download", "input", "save", "savefig", "system", "to_csv", "urlretrieve"}
EFFECTS |= {"write", "write_bytes", "write_text"}
"""An assignment that calls one of these does not run: it trains, asks, downloads or writes."""
NOT_RUN = "may train, write, download or ask for input"
CHANGES = {"add", "add_argument", "append", "extend", "insert", "setdefault", "update"}
"""A call of one of these methods changes its object, so it belongs to the object's definition."""


class Cell(NamedTuple):
    """A code cell of a notebook, or a whole script, which has no number."""

    filename: str
    number: int | None
    source: str

    def at(self, line: int | None) -> str:
        return f"cell {self.number}, line {line}" if self.number else f"line {line}"


class Statement(NamedTuple):
    node: ast.stmt
    cell: Cell

    @property
    def at(self) -> str:
        return self.cell.at(self.node.lineno)


def read_cells(path: Path) -> list[Cell]:
    """Return the code cells of a notebook, numbered from 1, or the one cell of a script."""
    if path.suffix != ".ipynb":
        return [Cell(str(path), None, importlib.util.decode_source(path.read_bytes()))]
    try:
        import nbformat
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{error}: run pip install nbformat") from None
    with warnings.catch_warnings(action="ignore"):
        text = path.read_text(encoding="utf-8-sig")  # Windows may write a byte order mark.
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [Cell(f"{path}, cell {n}", n, source) for n, source in enumerate(sources, 1)]


def parse(cell: Cell) -> list[ast.stmt]:
    """Return the statements of a cell, without its lines for IPython and for a shell."""
    lines = cell.source.split("\n")
    if lines[0].startswith("%%") and not lines[0].startswith(PYTHON_CELLS):
        return []
    while True:
        try:
            return ast.parse("\n".join(lines)).body
        except SyntaxError as error:
            number = (error.lineno or 1) - 1
            if number >= len(lines) or not NOT_PYTHON.match(lines[number]):
                raise
            command, lines[number] = lines[number], re.sub(r"\S.*", "pass", lines[number])
            while command.endswith("\\") and (number := number + 1) < len(lines):
                command, lines[number] = lines[number], ""


def targets(node: ast.AST) -> list[ast.Name]:
    """Return the names in the targets of an assignment."""
    if isinstance(node, ast.Assign):
        found = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        found = [node.target]
    else:
        found = []
    return [name for each in found for name in ast.walk(each) if isinstance(name, ast.Name)]


def bound_names(node: ast.AST) -> set[str]:
    """Return the names that a definition binds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(name.asname or name.name).partition(".")[0] for name in node.names}
    if sys.version_info >= (3, 12) and isinstance(node, ast.TypeAlias):
        return {node.name.id}
    return {name.id for name in targets(node) if isinstance(name.ctx, ast.Store)}


def free_names(node: ast.AST) -> set[str]:
    """Return the global names that a statement uses, now or when a function in it is called."""
    tables = [symtable.symtable(ast.unparse(node), "", "exec")]
    names = set()
    for table in tables:
        tables += table.get_children()
        names |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if (symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module"))
            or symbol.is_declared_global()
        }
    return names


def calls(node: ast.AST) -> list[tuple[str, ast.Call]]:
    """Return each call in a statement with the last part of the name that is called."""
    found = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    return [(getattr(call.func, "attr", getattr(call.func, "id", "")), call) for call in found]


FIELDS = "body", "handlers", "orelse", "finalbody"
COMPOUND = ast.If | ast.Try | ast.TryStar | ast.With | ast.ExceptHandler


def leaves(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statement, or those inside an if, try or with. A main guard yields nothing."""
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        return
    if isinstance(node, COMPOUND):
        for field in FIELDS:
            for each in getattr(node, field, ()):
                yield from leaves(each)
    elif isinstance(node, ast.stmt):
        yield node


def prune(node: Any, wanted: Callable[[ast.stmt], bool]) -> Any:
    """Return a copy of a statement that keeps only the wanted leaves."""
    if not isinstance(node, COMPOUND):
        return node
    node = copy.copy(node)
    for field in FIELDS:
        inner = [
            prune(each, wanted)
            for each in getattr(node, field, ())
            if isinstance(each, ast.ExceptHandler) or any(map(wanted, leaves(each)))
        ]
        if field == "body" and not inner:
            inner = [ast.copy_location(ast.Pass(), node)]
        if hasattr(node, field):
            setattr(node, field, inner)
    return node


class Program:
    """The top-level statements of a file, and the module that its definitions make.

    Assigning to a name of the contract defines it only if the value may be a function.
    """

    def __init__(self, name: str, contract: Collection[str]) -> None:
        """Parse a file, or the source of a module with a dotted name."""
        self.path = Path(name).absolute()
        self.module = ModuleType("implementation")  # the file's own name may be that of a module
        if not (self.path.is_file() or "/" in name or name.endswith((".py", ".ipynb"))):
            spec = importlib.util.find_spec(name)
            if spec is None or not spec.has_location:
                raise ModuleNotFoundError(f"there is no file or module named {name}")
            self.path = Path(str(spec.origin))
            self.module.__package__ = spec.parent
        self.module.__file__ = str(self.path)
        sys.modules["implementation"] = self.module
        self.contract = contract
        self.statements: list[Statement] = []
        self.failures: dict[str, str] = {}  # The key is the place of the statement.
        self.not_parsed: dict[Cell, str] = {}
        for cell in read_cells(self.path):
            try:
                self.statements += [Statement(node, cell) for node in parse(cell)]
            except SyntaxError as error:
                if cell.number is None:
                    raise
                self.not_parsed[cell] = f"{cell.at(error.lineno)}: SyntaxError: {error.msg}"
            lines = [f"{line}\n" for line in cell.source.split("\n")]
            linecache.cache[cell.filename] = (0, None, lines, cell.filename)
        self.leaves = [
            Statement(leaf, cell) for node, cell in self.statements for leaf in leaves(node)
        ]
        imports = [leaf for leaf, _ in self.leaves if isinstance(leaf, ast.Import | ast.ImportFrom)]
        self.imported = {name for leaf in imports for name in bound_names(leaf)}
        self.definitions = {
            leaf.name: Statement(leaf, cell)
            for leaf, cell in self.leaves
            if isinstance(leaf, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        self.flags = 0
        for leaf in imports:
            if getattr(leaf, "module", "") == "__future__":
                for each in leaf.names:
                    self.flags |= getattr(__future__, each.name).compiler_flag
        folders = [self.path.parent, *self.path.parent.parents]
        level = max((getattr(leaf, "level", 0) for leaf in imports), default=0)
        if level and not self.module.__package__:
            self.module.__package__ = ".".join(folder.name for folder in folders[level - 1 :: -1])
        # Add the file's folder, and those above it that a relative import needs or that have a
        # module which the file imports.
        # They come last, so that a module there cannot hide one that pt1h uses.
        modules = {ast.unparse(leaf).split()[1].split(".")[0] for leaf in imports}
        for depth, folder in enumerate(folders):
            if depth <= level or any(
                (folder / module).is_dir() or (folder / f"{module}.py").is_file()
                for module in modules
            ):
                sys.path.append(str(folder))

    def defines(self, leaf: ast.stmt, names: set[str]) -> bool:
        """Return whether a statement defines one of the names, and may run."""
        if isinstance(leaf, ast.Expr):
            return ast.unparse(leaf).startswith("sys.path.") or self.changes(leaf, names)
        changed = {name.id for name in targets(leaf)} - self.imported | bound_names(leaf)
        if "*" in changed:
            return True
        if not changed & names:
            return False
        value = getattr(leaf, "value", None)
        if value is None:
            return True
        if self.has_effects(value):
            return False
        used = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)}
        functions = {n for n, s in self.definitions.items() if isinstance(s.node, ast.FunctionDef)}
        may_be_function = not isinstance(value, ast.Call) or bool(used & functions)
        return may_be_function or not changed & set(self.contract)

    def changes(self, node: ast.stmt, names: set[str]) -> bool:
        """Return whether a statement only calls one of CHANGES on one of the names."""
        if not isinstance(node, ast.Expr):
            return False
        owner, _, method = ast.unparse(node).partition("(")[0].rpartition(".")
        changes = method in CHANGES and owner in names - self.imported
        return changes and not self.has_effects(node)

    def has_effects(self, node: ast.AST, seen: tuple[str, ...] = ()) -> bool:
        """Return whether a node, or a function of the file that it calls, has EFFECTS."""
        if isinstance(node, ast.Lambda):
            return False
        for name, call in calls(node):
            values = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
            constants = [str(each.value) for each in values if isinstance(each, ast.Constant)]
            writes = any(re.fullmatch("[rbt]*[wax+][bt+]*", each) for each in constants)
            if name in EFFECTS or (name == "open" and writes):
                return True
            if any(keyword.arg == "download" for keyword in call.keywords):
                return True
            if isinstance(call.func, ast.Name) and name in self.definitions and name not in seen:
                called = self.definitions[name].node
                if isinstance(called, ast.FunctionDef) and self.has_effects(called, (*seen, name)):
                    return True
        return False

    def needed(self, names: set[str]) -> list[Statement]:
        """Return the definitions of the names, and of all that these need, in their order."""

        def wanted(leaf: ast.stmt) -> bool:
            return self.defines(leaf, names)

        while True:
            chosen = [
                Statement(prune(node, wanted), cell)
                for node, cell in self.statements
                if any(map(wanted, leaves(node)))
            ]
            read = {name for statement in chosen for name in free_names(statement.node)}
            if read <= names:
                return chosen
            names = names | read

    def run(self, names: set[str]) -> None:
        """Run the definitions that the names need. One that fails does not stop the others."""
        chosen = self.needed(names)
        names = names.union(*(free_names(statement.node) for statement in chosen))
        for leaf in self.leaves:
            value = getattr(leaf.node, "value", None)
            if bound_names(leaf.node) & names and value and self.has_effects(value):
                self.failures[leaf.at] = f"was not run, because it {NOT_RUN}"
        for statement in chosen:
            known = sys.path[:]
            try:
                self.execute(statement)
            except (Exception, SystemExit) as error:
                message = f"{type(error).__name__}: {error}".partition("\n")[0]
                self.failures[statement.at] = message
            # Resolve the paths a statement adds against the file's folder, and keep them last.
            added = [str(self.path.parent / path) for path in sys.path if path not in known]
            sys.path[:] = known + added

    def execute(self, statement: Statement) -> None:
        block = ast.Module([statement.node], [])
        code = compile(block, statement.cell.filename, "exec", self.flags, dont_inherit=True)
        exec(code, vars(self.module))
