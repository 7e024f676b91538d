"""Ranks: a rank function may print, because a rank flushes its standard output before it exits.

A rank exits with os._exit(), which does not flush. Without a terminal, Python buffers the output.

See torch.multiprocessing.
"""

from pt1h_tools.environment import own_environment, run_python

SCRIPT = """\
from pt1h.ranks import launch

def rank_function():
    print("a line")

if __name__ == "__main__":
    launch(rank_function, 2)
"""


def test_what_a_rank_prints_arrives(script):
    run = run_python(script, env=own_environment(PYTHONUNBUFFERED=""))

    assert run.stdout.count("a line\n") == 2, run.stderr
