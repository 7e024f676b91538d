"""The definitions of a file are read, and nothing else of it runs."""

import inspect
import json
import sys
import traceback
from importlib.machinery import PathFinder

import pytest

import pt1h
from pt1h_tools.reading import Program


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read a name of a script, or of a notebook if there are several cells."""
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def read(*cells, name="f", file=None):
        path = tmp_path / (file or ("mine.ipynb" if len(cells) > 1 else "mine.py"))
        path.write_text(notebook(*cells) if path.suffix == ".ipynb" else cells[0], encoding="utf-8")
        program = Program(str(path), ["f"])
        program.run({name})
        return program

    return read


def notebook(*sources):
    code = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    cells = [code | {"source": source.splitlines(keepends=True)} for source in sources]
    cells.insert(1, {"cell_type": "markdown", "metadata": {}, "source": ["def f(: markdown"]})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%pip install torch",
        "!pip install torch",
        "!ls (",
        "pip install torch \\\n    numpy",
        "python -m pip install torch",
        "f?",
        "?f",
        "files = !ls",
        "seconds = %timeit -o f()",
        "if True:\n    !nvidia-smi",
        "%%time",
    ],
)
def test_a_notebook_needs_no_ipython(read, line):
    program = read(f"{line}\nx = 40\n{line if line[1] != '%' else ''}", "def f(): return x + 2")

    assert program.module.f() == 42
    assert program.not_parsed == {}


@pytest.mark.parametrize("error", ["1 / 0", "undefined", "x = undefined"])
def test_a_cell_may_err(read, error):
    program = read(f"{error}\ndef f(): return 42", "\ndef broken(:")

    assert program.module.f() == 42
    assert program.failures == {}
    assert list(program.not_parsed.values()) == ["cell 2, line 2: SyntaxError: invalid syntax"]


@pytest.mark.parametrize("magic", ["%%bash", "%%writefile f.py", "%%html"])
def test_a_cell_that_is_not_python_is_left_out(read, magic):
    assert not hasattr(read("", f"{magic}\ndef f(): return 0").module, "f")


def test_old_notebooks_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", sys.path[:])
    cell = {"cell_type": "code", "collapsed": False, "input": ["def f():\n", "    return 42"]}
    cell |= {"language": "python", "metadata": {}, "outputs": []}
    sheets = [{"metadata": {}, "cells": [cell]}]
    old = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets}
    (tmp_path / "old.ipynb").write_text(json.dumps(old), encoding="utf-8-sig")

    program = Program(str(tmp_path / "old.ipynb"), [])
    program.run({"f"})

    assert program.module.f() == 42


def test_only_definitions_run(read, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    program = read(
        """\
import pathlib, sys
print("printed")
open("written", "w").close()
answer = input("asked")
file = open("written", mode="a")
other = pathlib.Path("written").open("w")
text = open("mine.py", encoding="latin-1").read()
def fit(): open("written", "w").close()
def show(): input()
result = fit()
shown = show()
weights.backward()
loss = weights.backward()
for i in range(3): open("written", "w").close()
def f(): return answer, file, other, text, result, shown, loss, unused
unused = 1
if __name__ == "__main__":
    unused = fit()
sys.exit(1)
"""
    )

    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]
    assert capsys.readouterr().out == ""
    assert program.module.unused == 1
    assert program.module.text.startswith("import pathlib")
    why = "was not run, because it may train, write, download or ask for input"
    assert program.failures == {f"line {n}": why for n in (4, 5, 6, 10, 11, 13)}


@pytest.mark.parametrize(
    "source",
    [
        "a, *b = 40, 1, 1\ndef f(): return a + sum(b)",
        "from math import *\ndef f(): return floor(42.5)",
        "if True:\n    import math as m\nelse:\n    m = None\ndef f(): return m.floor(42.5)",
        "try:\n    import no_such_module as m\nexcept ImportError:\n    m = 42\ndef f(): return m",
        "class A:\n    x = 40\n    def f(self): return self.x + g()\nf = A().f\ndef g(): return 2",
        "try:\n    import math\nexcept ImportError:\n    raise\ndef f(): return math.floor(42.5)",
        "import json\njson.indent = undefined\ndef f(): return json and 42",
        "import pickle\nclass A: pass\ndef f(): return pickle.loads(pickle.dumps(A)) is A and 42",
        "class A: pass\ndef g(self): return 42\nA.g = g\ndef f(): return A().g()",
        "x = 40\nx += 2\ndef f(): return x",
        "x: int = 42\ny: int\nf = lambda: x",
        "from functools import partial\ndef g(x): return x\nf = partial(g, 42)",
        "from __future__ import annotations\ndef f(x: undefined = 42): return x",
        "def f(x: int = 42):\n\treturn x  # Größe, 尺寸",
        "import os\ndef f(): return 42 if '__file__' in globals() else 0",
        "n = 0\ndef f():\n    global n\n    n += 1\n    return 42",
        "x = []\nx.append(42)\ndef f(): return x[0]",
        "f = lambda: 42 or input()",
    ],
)
def test_what_a_definition_needs_runs(read, source):
    program = read(source)

    assert program.module.f() == 42
    assert program.failures == {}


def test_local_names_need_nothing(read):
    program = read("x = undefined\nmodel = undefined\ndef f(model):\n    x = model\n    return x")

    assert program.failures == {}


def test_what_fails_does_not_stop_the_rest(read):
    program = read(
        "import no_such_module\nx = undefined\n", "def f():\n    return no_such_module, x"
    )

    assert callable(program.module.f)
    assert program.failures == {
        "cell 1, line 1": "ModuleNotFoundError: No module named 'no_such_module'",
        "cell 1, line 2": "NameError: name 'undefined' is not defined",
    }


def test_a_traceback_shows_the_line(read):
    for program in (
        read("import os\n\ndef f():\n    return 1 / 0"),
        read("", "\n\ndef f():\n    return 1 / 0"),
    ):
        assert inspect.getsource(program.module.f) == "def f():\n    return 1 / 0\n"
        with pytest.raises(ZeroDivisionError) as error:
            program.module.f()
        last = traceback.extract_tb(error.tb)[-1]
        assert (last.lineno, last.line) == (4, "return 1 / 0")


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("from beside_it import x", "beside_it.py"),
        ("from package.beside_it import x", "package/beside_it.py"),
        ("from .beside_it import x", "beside_it.py"),
        ("from folder.beside_it import x", "beside_it.py"),
        ("from src.beside_it import x", "../src/beside_it.py"),
        ("import sys, os\nsys.path.insert(0, 'src')\nfrom beside_it import x", "src/beside_it.py"),
    ],
)
def test_modules_beside_it_are_found(read, tmp_path, monkeypatch, line, file):
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    path = tmp_path / "folder" / file
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("x = 42")

    program = read(f"{line}\ndef f(): return x", file="folder/mine.py")

    assert program.module.f() == 42
    assert program.failures == {}
    assert list(tmp_path.rglob("__pycache__")) == []


@pytest.mark.parametrize("name", ["pt1h.py", "data.py", "torch.py", "pytest.py", "my own.py"])
def test_a_file_of_any_name_hides_no_module(read, name):
    program = read("import torch, pt1h.data\nf = torch, pt1h", file=name)

    for module in program.module.f:
        assert sys.modules[module.__name__] is module
        assert PathFinder.find_spec(module.__name__).origin == module.__file__
    assert program.module.f[1] is pt1h


def test_a_module_may_have_a_dotted_name():
    program = Program("pt1h_tools.right.plain", ["save"])
    program.run({"save"})

    assert program.module.save.__code__.co_filename.endswith("right/plain.py")
