"""The specs as one page, with what became of each fact here: nox -s book."""

import datetime
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

from pt1h.device import what_torch_sees

TOOLS, SPEC = Path(__file__).parent, Path(__file__).parents[1]
LEXER, FORMATTER = PythonLexer(), HtmlFormatter(nowrap=True)
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
    """Plain text as paragraphs, with what stands between backticks as code."""
    paragraphs = (Markup("<p>{}</p>").format(part) for part in text.strip().split("\n\n") if part)
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", "".join(paragraphs)))


def lines(text: str) -> Markup:
    """Each line as an element, which can be indented where it wraps."""
    return Markup("").join(Markup("<span>{}\n</span>").format(x) for x in text.splitlines())


def documentation(name: str) -> str:
    """The address of torch's page on that name. Raises AttributeError where torch has none."""
    resolve_name(name)
    parent = name.rpartition(".")[0]
    if parent in PAGE_OF_ALL_IN and name not in OWN_PAGE:
        return f"{DOCS}{PAGE_OF_ALL_IN[parent]}#{name}"
    return DOCS + OWN_PAGE.get(name, f"generated/{name}.html")


def verdict(cases: list[ElementTree.Element]) -> tuple[str, str]:
    """What became of a fact that was tried in this run, in words, and what was said of it."""
    details = [
        (kind, found.get("message", "") if kind == "skipped" else found.text or "")
        for kind in ("failure", "error", "skipped")
        for case in cases
        for found in case.iter(kind)
    ]
    if not details:
        return "holds", ""
    kind, text = details[0]
    if re.match(r"needs \d+ GPU", text):
        return "needs a GPU", text
    if kind == "skipped":
        return "not tried", text
    # pytest marks the difference with an E, below all the code that led to it.
    return "fails", dedent("\n".join(re.findall(r"^E(.*)$", text, re.MULTILINE))) or text


def chapters(
    found: ElementTree.Element, pictures: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """All that the page says, read from the folders of specs and from the report of a run."""
    cases: dict[str, list[ElementTree.Element]] = {}
    for case in found.iter("testcase"):
        cases.setdefault(Path(case.get("file", "")).stem, []).append(case)
    book = []
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
            code = highlight(code.strip(), LEXER, FORMATTER)
            # Names, operators and spaces have no colour, and are three quarters of all tokens.
            code = re.sub(r'<span class="(?:n|o|p|w)">(.*?)</span>', r"\1", code)
            printed = path.with_suffix(".txt")
            tried = cases.get(path.stem)
            outcome, details = verdict(tried) if tried else ("not tried", left_out)
            anchor = f"{folder.name[0]}-{path.stem.split('_')[1]}"
            facts.append(
                {
                    "id": anchor,
                    "path": path.relative_to(SPEC.parent).as_posix(),
                    "sentence": sentence,
                    "why": prose(why),
                    "picture": pictures.get(anchor),
                    "code": Markup(code),
                    "printed": printed.read_text(encoding="utf-8") if printed.exists() else "",
                    "verdict": outcome,
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
        machine=what_torch_sees(),
        python=f"Python {platform.python_version()}",
        date=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
    )
    page.write_text(text, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    from figures import all_drawn

    report, page = map(Path, sys.argv[1:])
    main(report, page, all_drawn())
