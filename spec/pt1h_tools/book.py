"""Write the specs and their verdicts as one HTML page: python -m pt1h_tools.book REPORT PAGE."""

import datetime
import inspect
import platform
import re
import sys
from collections import Counter
from pathlib import Path
from pkgutil import resolve_name
from textwrap import dedent
from typing import Any
from xml.etree import ElementTree

import jinja2
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

import pt1h
from pt1h.device import what_torch_sees
from pt1h_tools.compare import VERDICTS, worst

TOOLS, SPEC = Path(__file__).parent, Path(__file__).parents[1]
DOCS = "https://docs.pytorch.org/docs/stable/"
OWN_PAGE = {
    "torch": "torch.html",
    "torch.Tensor.T": "tensors.html#torch.Tensor.T",
    "torch.cuda": "cuda.html",
    "torch.device": "tensor_attributes.html#torch.device",
    "torch.distributed.run": "elastic/run.html",
    "torch.multiprocessing": "multiprocessing.html",
}
PAGE_OF_ALL_IN = {
    "torch.distributed": "distributed.html",
    "torch.nn.Module": "generated/torch.nn.Module.html",
    "torch.utils.data": "data.html",
    "torch.utils.data.distributed": "data.html",
}


def prose(text: str) -> Markup:
    """Return plain text as HTML paragraphs. Names in backticks and links become code."""
    text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"`\1`", text)
    paragraphs = (Markup("<p>{}</p>").format(part) for part in text.strip().split("\n\n") if part)
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", "".join(paragraphs)))


def colored(code: str) -> Markup:
    html = highlight(code.strip(), PythonLexer(), HtmlFormatter(nowrap=True))
    # Names, operators, punctuation and spaces have no color, so they need no span.
    return Markup(re.sub(r'<span class="(?:n|o|p|w)">(.*?)</span>', r"\1", html))


def lines(text: str) -> Markup:
    """Return each line as an element, which can be indented if it wraps."""
    return Markup("").join(Markup("<span>{}\n</span>").format(x) for x in text.splitlines())


def documentation(name: str) -> str:
    """Return the address of torch's page on the name. Raises AttributeError for an unknown name."""
    resolve_name(name)
    parent = name.rpartition(".")[0]
    if parent in PAGE_OF_ALL_IN and name not in OWN_PAGE:
        return f"{DOCS}{PAGE_OF_ALL_IN[parent]}#{name}"
    return DOCS + OWN_PAGE.get(name, f"generated/{name}.html")


def verdict(case: ElementTree.Element) -> str:
    """Return the verdict on a test. A module that does not load reports no verdict."""
    reported = case.find("properties/property[@name='verdict']")
    if reported is not None:
        return reported.attrib["value"]
    return "fails" if case.find("skipped") is None else "not run"


def outcome(cases: list[ElementTree.Element], left_out: str) -> tuple[str, str]:
    """Return the verdict on a fact, and the message of the test that decides it."""
    if not cases:
        return "not run", left_out
    worst_verdict = worst(*map(verdict, cases))
    case = next(case for case in cases if verdict(case) == worst_verdict)
    skipped = case.find("skipped")
    if skipped is not None:
        return worst_verdict, skipped.attrib["message"]
    text = "".join(found.text or "" for kind in ("failure", "error") for found in case.iter(kind))
    # pytest marks the difference with an E, below the code that led to it.
    difference = "\n".join(re.findall(r"^E(.*)$", text, re.MULTILINE))
    return worst_verdict, dedent(difference) or text


def chapters(
    found: ElementTree.Element, pictures: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the contents of the page, from the folders of specs and the JUnit report of a run."""
    cases: dict[str, list[ElementTree.Element]] = {}
    for case in found.iter("testcase"):
        module = case.attrib["classname"] or case.attrib["name"]
        cases.setdefault(module.rpartition(".")[2], []).append(case)
    book = []
    shown: set[str] = set()
    for folder in [*sorted(SPEC.glob("[1-9]_*")), *SPEC.glob("0_*")]:
        title, _, rest = (folder / "README.md").read_text(encoding="utf-8").partition("\n")
        number = f"{folder.name[0]}. " if "1" <= folder.name[0] <= "8" else ""
        left_out = "left out of this run"
        if folder.name == "9_faults":
            left_out += ": nox -s faults runs it"
        facts = []
        for path in sorted(folder.glob("test_*.py")):
            _, docstring, code = path.read_text(encoding="utf-8").split('"""', 2)
            text, _, name = docstring.strip().partition("\n\nSee ")
            sentence, _, why = text.partition("\n")
            used = re.findall(r"^from pt1h import (.+)$", code, re.MULTILINE)
            names = {name for line in used for name in line.split(", ")} & {*pt1h.__all__} - shown
            shown |= names
            sources = [inspect.getsource(vars(pt1h)[name]) for name in sorted(names)]
            printed = path.with_suffix(".txt")
            fact_verdict, details = outcome(cases.get(path.stem, []), left_out)
            anchor = f"{folder.name[0]}-{path.stem.split('_')[1]}"
            facts.append(
                {
                    "id": anchor,
                    "path": path.relative_to(SPEC.parent).as_posix(),
                    "sentence": sentence,
                    "why": prose(why),
                    "picture": pictures.get(anchor),
                    "code": colored(code),
                    "source": colored("\n\n".join(sources)),
                    "printed": printed.read_text(encoding="utf-8") if printed.exists() else "",
                    "verdict": fact_verdict,
                    "details": details,
                    "torch": name.rstrip("."),
                }
            )
        book.append(
            {
                "id": folder.name,
                "title": number + title.removeprefix("# "),
                "intro": prose(rest.partition("\n* [")[0]),
                "facts": facts,
                "declared": prose(rest.partition("## Declared, not tested\n")[2]),
            }
        )
    return book


def main(report: Path, page: Path, pictures: dict[str, dict[str, Any]]) -> None:
    book = chapters(ElementTree.parse(report).getroot(), pictures)
    template = jinja2.Template(
        (TOOLS / "book.html.jinja").read_text(encoding="utf-8"), autoescape=True, trim_blocks=True
    )
    text = template.render(
        chapters=book,
        documentation=documentation,
        lines=lines,
        counts=Counter(fact["verdict"] for chapter in book for fact in chapter["facts"]),
        verdicts=reversed(VERDICTS),
        machine=what_torch_sees(),
        python=f"Python {platform.python_version()}",
        date=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
    )
    page.write_text(text, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    from pt1h_tools.figures import PICTURES, draw

    main(Path(sys.argv[1]), Path(sys.argv[2]), {fact: draw(fact) for fact in PICTURES})
