"""The specs as one page, with what became of each fact here: nox -s book."""

import ast
import datetime
import platform
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from xml.etree import ElementTree

import jinja2
import torch
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

SPEC = Path(__file__).parent
DOCS = "https://docs.pytorch.org/docs/stable/"
# These have one page for all their names; any other name has a page of its own.
PAGES = {
    "torch.autograd.graph": "autograd.html",
    "torch.distributed": "distributed.html",
    "torch.testing": "testing.html",
    "torch.utils.data": "data.html",
}
UNDOCUMENTED = {"torch.device", "torch.torch_version.TorchVersion"}


def prose(text: str) -> Markup:
    """Plain text as paragraphs, with what stands between backticks as code."""
    paragraphs = (Markup("<p>{}</p>").format(part) for part in text.strip().split("\n\n") if part)
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", "".join(paragraphs)))


def torch_names(module: ast.Module) -> Iterator[str]:
    """The names of torch that the code calls, methods of tensors among them."""
    imported = {"torch": "torch"}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            imported |= {name.asname: name.name for name in node.names if name.asname}
        elif isinstance(node, ast.ImportFrom):
            imported |= {name.name: f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Call):
            root, dot, rest = ast.unparse(node.func).partition(".")
            if imported.get(root, "").startswith("torch"):
                yield imported[root] + dot + rest
            elif isinstance(node.func, ast.Attribute) and node.func.attr in dir(torch.Tensor):
                yield f"torch.Tensor.{node.func.attr}"


def documentation(name: str) -> str | None:
    """The address of torch's own page on what it exports under that name."""
    parent = name.rpartition(".")[0]
    try:
        known = callable(resolve_name(name)) and name not in UNDOCUMENTED
    except (AttributeError, ImportError, ValueError):
        known = False
    page = f"{PAGES[parent]}#{name}" if parent in PAGES else f"generated/{name}.html"
    return DOCS + page if known else None


def verdict(cases: list[ElementTree.Element]) -> tuple[str, str]:
    """What became of a fact in this run, in words, and the difference or the reason."""
    details = [
        (kind, (found.text or "") if kind != "skipped" else found.get("message", ""))
        for kind in ("failure", "error", "skipped")
        for case in cases
        for found in case.iter(kind)
    ]
    if not cases:
        return "not run", "nox -s faults"
    if not details:
        return "holds", ""
    kind, text = details[0]
    return ("needs a GPU" if kind == "skipped" else "differs"), text


def chapters(
    found: ElementTree.Element, pictures: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """All that the page says, read from the folders of specs and from the report of a run."""
    cases: dict[str, list[ElementTree.Element]] = {}
    for case in found.iter("testcase"):
        cases.setdefault(Path(case.attrib["file"]).stem, []).append(case)
    trees = {p: ast.parse(p.read_text(encoding="utf-8")) for p in SPEC.glob("[0-9]_*/test_*.py")}
    names = {path: dict.fromkeys(torch_names(tree)) for path, tree in trees.items()}
    used = Counter(name for called in names.values() for name in called)
    book = []
    for folder in sorted(SPEC.glob("[0-9]_*")):
        title, _, rest = (folder / "README.md").read_text(encoding="utf-8").partition("\n")
        facts = []
        for path in sorted(folder.glob("test_*.py")):
            sentence, _, why = (ast.get_docstring(trees[path]) or "").partition("\n")
            printed = path.with_suffix(".txt")
            code = path.read_text(encoding="utf-8").split('"""', 2)[2].strip()
            # What a fact is about is the name that the fewest other facts call.
            rare = sorted(filter(documentation, names[path]), key=lambda name: used[name])
            outcome, details = verdict(cases.get(path.stem, []))
            facts.append(
                {
                    "id": f"{folder.name[0]}-{path.stem.split('_')[1]}",
                    "path": path.relative_to(SPEC.parent).as_posix(),
                    "sentence": sentence,
                    "why": prose(why),
                    "code": Markup(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))),
                    "printed": printed.read_text(encoding="utf-8") if printed.exists() else "",
                    "verdict": outcome,
                    "details": details,
                    "torch": {name: documentation(name) for name in rare[:1]},
                }
            )
        book.append(
            {
                "id": folder.name,
                "title": f"{folder.name[0]}. {title.removeprefix('# ')}",
                "intro": prose(rest.partition("\n* [")[0]),
                "pictures": pictures.get(folder.name, []),
                "facts": facts,
                "declared": prose(rest.partition("## Declared, not tested\n")[2]),
            }
        )
    return book


def main(report: Path, page: Path, pictures: dict[str, list[dict[str, Any]]]) -> None:
    book = chapters(ElementTree.parse(report).getroot(), pictures)
    light, dark = (
        HtmlFormatter(style=style).get_style_defs(".highlight")  # type: ignore[no-untyped-call]
        for style in ("xcode", "github-dark")
    )
    template = jinja2.Template(
        (SPEC / "book.html.jinja").read_text(encoding="utf-8"), autoescape=True, trim_blocks=True
    )
    text = template.render(
        chapters=book,
        counts=Counter(fact["verdict"] for chapter in book for fact in chapter["facts"]),
        torch=f"torch {torch.__version__}, CUDA {torch.version.cuda}",
        python=f"Python {platform.python_version()}",
        device=torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu",
        date=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        light=light,
        dark=dark,
    )
    page.write_text(text, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    from figures import all_drawn

    report, page = map(Path, sys.argv[1:])
    main(report, page, all_drawn())
