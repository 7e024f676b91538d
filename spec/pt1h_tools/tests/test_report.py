"""Each fact has one verdict, which the summary, the JUnit report and compare.py share."""

import subprocess
import sys

import pytest
import torch  # noqa: F401, because pytester would import it again in each test

from pt1h_tools import compare

pytest_plugins = ["pytester"]

FACTS = {
    "In [1]: a": ("holds", "def test(): pass"),
    "In [2]: b": ("fails", "def test(): assert False"),
    "In [3]: c": (
        "needs a GPU",
        "def test(): pass\n@pytest.mark.gpu(count=99)\ndef test_2(): pass",
    ),
    "In [4]: d": ("not run", "def test(): pytest.skip('needs a browser that can show a GPU')"),
    "In [5]: e": ("not run", "def test(): pytest.skip('')\ndef test_2(): pass"),
    "In [6]: f": ("fails", "def test(): pytest.skip('')\ndef test_2(): assert False"),
    "In [7]: g": ("fails", "import warnings\ndef test(): warnings.warn('deprecated')"),
    "In [8]: h": ("fails", "@pytest.fixture\ndef f():\n yield\n assert 0\ndef test(f): pass"),
}
VERDICTS = {fact: verdict for fact, (verdict, _) in FACTS.items()}


@pytest.fixture
def chapter(pytester):
    folder = pytester.mkdir("1_chapter")
    for number, (fact, (_, code)) in enumerate(FACTS.items()):
        module = f'"""{fact}\n\nA reason.\n"""\nimport pytest\n{code}\n'
        (folder / f"test_{number}.py").write_text(module, encoding="utf-8")
    (pytester.mkdir("tests") / "test_tool.py").write_text("def test(): assert False")
    return folder


def run(pytester, *options):
    plugins = ["-p", "pt1h_tools.gpus", "-p", "pt1h_tools.report"]
    return pytester.runpytest(*plugins, "--junitxml=report.xml", *options)


@pytest.mark.parametrize("options", [[], ["-n2"], ["-o", "junit_family=xunit1"]], ids=str)
def test_a_fact_has_one_verdict(pytester, chapter, options):
    result = run(pytester, "-v", *options)

    assert compare.read_verdicts(pytester.path / "report.xml") == VERDICTS
    result.stdout.fnmatch_lines([f"{verdict:12} {fact}" for fact, verdict in VERDICTS.items()])
    result.stdout.fnmatch_lines(["1 fact holds, 1 needs a GPU, 4 fail, 2 not run"])
    result.stdout.fnmatch_lines(["FAILED tests/test_tool.py::test - assert False"])


def test_a_module_that_does_not_load_fails(pytester, chapter):
    (chapter / "test_1.py").write_text("1 / 0")

    result = run(pytester, "--continue-on-collection-errors")

    verdicts = compare.read_verdicts(pytester.path / "report.xml")
    assert verdicts.pop("1_chapter.test_1 does not load") == "fails"
    assert verdicts == {fact: VERDICTS[fact] for fact in VERDICTS if fact != "In [2]: b"}
    result.stdout.fnmatch_lines(["1 fact holds, 1 needs a GPU, 4 fail, 2 not run"])


def test_the_summary_names_the_gpus(pytester, monkeypatch):
    monkeypatch.setattr("pt1h.device.find_gpus", lambda: (["A", "B"], ""))
    chapter = pytester.mkdir("1_chapter")
    (chapter / "test_1.py").write_text(
        '"""In [1]: a"""\nimport pytest\n@pytest.mark.gpu\ndef test(): pass'
    )
    run(pytester).stdout.fnmatch_lines(["1 fact holds on A, B, 0 need a GPU, 0 fail"])


def test_runs_are_compared(pytester, chapter):
    run(pytester)
    (chapter / "test_1.py").write_text(
        '"""In [2]: b"""\ndef test(request): request.node.user_properties.append(("form", "new"))'
    )
    run(pytester, "--junitxml=new.xml")

    command = [sys.executable, compare.__file__, "2.8=report.xml", "2.9=new.xml", "3.0=none.xml"]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert table == (
        "|  | 2.8 | 2.9 |\n| --- | --- | --- |\n| In [2]: b | fails | holds: new |\n\n"
        "The same in 2.8, 2.9: 1 holds, 1 needs a GPU, 2 not run, 3 fail.\n"
        "Missing: 3.0.\n"
    )
