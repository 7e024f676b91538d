"""The verdict is the same wherever and however people run the suite, and each bug is noticed."""

import faulthandler

import pytest
import torch

from pt1h_tools import wrong
from pt1h_tools.environment import ROOT, own_environment, run_python

FACT = "spec/5_training/test_62_probabilities.py"
WORKERS = "spec/4_dataloader/test_53d_workers_change_no_batch.py"
RANKS = "spec/8_ddp/test_75a_each_rank_is_a_process.py"
PLUGIN = """
import warnings, pytest
def pytest_configure():
    warnings.warn("an option is unset", pytest.PytestDeprecationWarning)
class Check(pytest.Item):
    def runtest(self): pass
class Checked(pytest.File):
    def collect(self): yield Check.from_parent(self, name="check")
def pytest_collect_file(file_path, parent):
    return Checked.from_parent(parent, path=file_path)
"""


def run(*arguments, cwd=ROOT, **variables):
    """Run a command of Python, and return what it prints. It must succeed."""
    done = run_python(*arguments, cwd=cwd, env=own_environment(**variables))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "options", ["-p plugin -n2", "-p no:terminal -o junit_family=xunit1", "--import-mode=importlib"]
)
def test_the_verdict_is_the_same(options, tmp_path):
    (tmp_path / "conftest.py").touch()  # of a larger repository
    (tmp_path / "report.py").write_text("1 / 0")  # a module with the name of a tool
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "__init__.py").touch()  # a package with the name of ours
    (tmp_path / "plugin.py").write_text(PLUGIN)
    (tmp_path / "lent").symlink_to(ROOT)
    tmpdir = tmp_path / ("long" * 25)
    tmpdir.mkdir()
    files = [f"lent/{file}" for file in (FACT, WORKERS, RANKS)]
    command = ["-m", "pytest", "-p", "no:cacheprovider", *files, *options.split()]

    variables = {"LC_ALL": "C", "TMPDIR": str(tmpdir), "PYTHONPATH": str(tmp_path)}
    output = run(*command, "--junitxml=report.xml", cwd=tmp_path, **variables)

    assert "3 facts hold, 0 need a GPU, 0 fail\n" in output or "no:terminal" in options
    report = (tmp_path / "report.xml").read_text(encoding="utf-8")
    assert report.count('<property name="verdict" value="holds" />') == 3


SHELL = {
    "PYTEST_ADDOPTS": "-p no:warnings -p no:faulthandler",
    "FORCE_COLOR": "1",
    "PYTHON_COLORS": "1",
    "GLOO_SOCKET_IFNAME": "eth7",
    "TORCH_FORCE_WEIGHTS_ONLY_LOAD": "1",
    "CUDA_VISIBLE_DEVICES": "3",
    "TORCHELASTIC_RUN_ID": "of a torchrun",
    "MASTER_ADDR": "nowhere.invalid",
    "MASTER_PORT": "1",
    **dict.fromkeys(["RANK", "LOCAL_RANK"], "0"),
    **dict.fromkeys(["WORLD_SIZE", "LOCAL_WORLD_SIZE"], "8"),
}


def test_the_shell_of_a_person_changes_no_verdict():
    files = [
        *(RANKS, "spec/8_ddp/test_75g_two_process_run.py"),
        *("spec/8_ddp/test_75h_notebooks_cannot_start_ranks.py", "spec/0_pt1h"),
        "spec/6_checkpoint/test_70c_weights_only_runs_no_code.py",
    ]
    output = run("-m", "pytest", "-p", "no:cacheprovider", "-m", "not gpu", *files, **SHELL)

    assert "facts hold, 0 need a GPU, 0 fail" in output


OPTIONS = """
def pytest_addoption(parser):
    for option in ("--disable-socket", "--forked"):
        parser.addoption(option, action="store_true")
"""


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("-m pytest -p options --disable-socket", "cannot use --disable-socket: ranks need socket"),
        ("-m pytest -p options --forked", "cannot use --forked: it ends the processes of specs"),
        ("-m pytest --import-mode=append", "cannot use --import-mode=append: it loads only one"),
        ("script.py", "script.py: it has no main guard, so each process of a spec would run it"),
    ],
)
def test_a_run_that_cannot_start_processes_is_rejected(command, message, tmp_path):
    (tmp_path / "options.py").write_text(OPTIONS)
    script = tmp_path / "script.py"
    script.write_text(f"import pytest, sys; sys.exit(pytest.main([{str(ROOT / FACT)!r}]))")
    command = command.replace("script.py", str(script))

    done = run_python(*command.split(), env=own_environment(PYTHONPATH=str(tmp_path)))

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    errors = done.stderr.strip()
    assert errors.startswith("ERROR: ")
    assert message in errors
    assert "\n" not in errors


found = []


@pytest.mark.parametrize("test", ["first", "second"])
def test_a_spec_leaves_torch_as_it_was(test):
    def state():
        return (
            torch.get_rng_state().tolist(),
            str(torch.tensor([1e-9, 1.0])),
            torch.get_default_dtype(),
            torch.get_num_threads(),
        )

    found.append(state())
    torch.rand(1)
    torch.set_printoptions(sci_mode=False)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(torch.get_num_threads() + 1)

    assert all(now != before for now, before in zip(state(), found[-1], strict=True))
    assert found[-1] == found[0]


def test_each_bug_is_noticed():
    faulthandler.cancel_dump_traceback_later()  # all bugs take longer than a test may
    bugs = wrong.wrong_implementations()
    lines = run("spec/pt1h_tools/wrong.py").splitlines()
    assert len(bugs) >= 100
    assert lines[::2] == list(bugs)


@pytest.mark.parametrize("right", ["plain.py", "other.py"])
def test_a_right_implementation_has_no_failure(right):
    output = run("-m", "pytest", f"--implementation={wrong.TOOLS / 'right' / right}")
    assert ", 0 fail\n" in output
