"""Ranks: a function that no rank can import, or that cannot be pickled, is rejected with a message.

A rank is a separate interpreter, which imports the module of the function and looks up its name.
launch() raises the error before any rank starts. Without a main guard, a rank exits with status 1.

See torch.multiprocessing.
"""

from threading import Lock

import pytest

from pt1h.ranks import launch
from pt1h_tools.environment import run_python


@pytest.mark.parametrize(
    ("function", "argument", "name"), [(lambda x: x, 1, ".*<lambda>"), (print, Lock(), "print")]
)
def test_what_cannot_be_pickled(function, argument, name):
    message = f"^cannot send {name} to the ranks: .*: the function and its arguments must be pick"
    with pytest.raises(ValueError, match=message):
        launch(function, 2, argument)


SCRIPT = """\
from pt1h.ranks import launch

def rank_function():
    return 42

print(launch(rank_function, 2))
"""


@pytest.mark.parametrize("source", [["-c", SCRIPT], ["-"], ["."]])
def test_a_function_that_no_rank_can_import(source, tmp_path):
    (tmp_path / "__main__.py").write_text(SCRIPT)

    run = run_python(*source, input=SCRIPT, cwd=tmp_path)

    assert run.stderr.splitlines()[-1] == (
        "ValueError: cannot send rank_function to the ranks: a rank cannot import code from"
        " __main__.py, an interpreter, a notebook or standard input: move the function to a module"
    )


def test_a_script_without_a_main_guard(script):
    run = run_python(script)

    assert "if __name__ == '__main__':\n" in run.stderr  # in the message of multiprocessing
    assert run.stderr.splitlines()[-1].endswith("before its function returned: exit status 1")


def test_a_script_that_another_program_runs(script):
    script.write_text(SCRIPT.replace("print", 'if __name__ == "__main__": print'))
    # Run the script as a debugger does, after multiprocessing has been imported.
    runner = f"import multiprocessing, runpy; runpy.run_path({str(script)!r}, run_name='__main__')"

    assert run_python("-c", runner).stdout == "[42, 42]\n"
