"""pt1h: each chapter's README lists its modules, and each cell of the notebook has a spec."""

import ast
import re
from pathlib import Path

import pytest

SPEC = Path(__file__).parents[1]
CHAPTERS = sorted(path for path in SPEC.iterdir() if path.name[0].isdigit())
CELLS = {1, 2, *range(4, 9), *range(10, 15), 16, 17, 18, *range(39, 49)} | {
    *(50, 52, 53, 57, 62, 63, 65, 66, *range(68, 73), 74)
}


def sentence(module):
    return ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))).partition("\n")[0]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_readme_lists_the_facts(chapter):
    listed = re.findall(
        r"^\* \[(.+)\]\((.+)\)$", (chapter / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    modules = sorted(chapter.glob("test_*.py"))
    assert listed == [(sentence(module), module.name) for module in modules]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_each_transcript_is_compared(chapter):
    comparing = {
        module.stem
        for module in chapter.glob("test_*.py")
        if re.search(
            r"^ +assert .+ == transcript$", module.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {text.stem for text in chapter.glob("*.txt")} == comparing


def test_each_cell_has_a_spec():
    numbers = [module.name.split("_")[1] for module in SPEC.glob("[1-8]_*/test_*.py")]
    assert {f"{cell:02}" for cell in CELLS} <= set(numbers)
    for module in SPEC.glob("[1-8]_*/test_*.py"):
        number = module.name.split("_")[1]
        cell = f"In [{int(number[:2])}]"
        place = {"00": "before In [1]", "75": "after In [74]"}.get(number[:2], f"at {cell}")
        beyond = "In [74]" if number[:2] == "75" else cell
        labels = {f"Claim {place}", f"Beyond {beyond}"} if number[2:] else {cell}
        assert sentence(module).partition(": ")[0] in labels, module.name
