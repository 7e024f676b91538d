"""Decide the verdict on each fact: it holds, fails, needs a GPU or was not run.

A fact is a module in the folder of a chapter. Its tests report the fact and the verdict as user
properties, which the terminal summary, the JUnit report, compare.py and book.py read.
"""

from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

from pt1h_tools.compare import VERDICTS, count, worst
from pt1h_tools.gpus import missing_gpus

VERDICT = pytest.StashKey[str]()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Add the fact, which is the first line of the module's docstring."""
    module = item.getparent(pytest.Module)
    # Items of other plugins have no module, and the tests of the tools are in no chapter.
    if module is None or not module.path.parent.name[0].isdigit():
        return
    docstring = module.obj.__doc__ or ""
    item.user_properties.append(("fact", docstring.partition("\n")[0]))
    # In a fact, a warning is an error. In an imported plugin or a tested implementation, it is not.
    if not item.config.getoption("--implementation", None):
        item.add_marker(pytest.mark.filterwarnings("error"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the verdict and, to a failure, the second paragraph of the docstring as a hint."""
    report = yield
    if report.passed:
        verdict = "holds"
    elif report.failed:
        verdict = "fails"
    else:
        verdict = "needs a GPU" if missing_gpus(item) else "not run"
    if call.when != "setup":
        verdict = worst(verdict, item.stash[VERDICT])
    item.stash[VERDICT] = verdict
    module = item.getparent(pytest.Module)
    if module is not None and "fact" in dict(item.user_properties):
        report.user_properties.append(("verdict", verdict))
        _, *paragraphs = str(module.obj.__doc__).split("\n\n")
        # A fact without a second paragraph is followed by the name of a page of torch's docs.
        if report.failed and paragraphs and not paragraphs[0].startswith("See "):
            report.sections.append(("hint", paragraphs[0]))
    return report


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """Report the worst verdict on each fact, in the order of the notebook."""
    found = []
    for outcome in ("error", "failed", "skipped", "passed"):
        for report in terminalreporter.stats.get(outcome, ()):
            if isinstance(report, pytest.TestReport):
                found.append((dict(report.user_properties), report))
            elif report.failed:  # a module that does not load
                found.append(({"fact": report.nodeid, "verdict": "fails"}, report))
    facts: dict[str, tuple[str, Any]] = {}
    for verdict in VERDICTS:
        for properties, report in found:
            if properties.get("verdict") == verdict:
                facts.setdefault(str(properties["fact"]), (verdict, report))
    facts = dict(sorted(facts.items(), key=lambda item: item[1][1].nodeid))
    if config.get_verbosity() > 0 and facts:
        terminalreporter.section("each fact")
        for fact, (verdict, _) in facts.items():
            terminalreporter.line(f"{verdict:12} {fact}")
    counts = Counter(verdict for verdict, _ in facts.values())
    if counts["fails"]:
        terminalreporter.section("facts that fail")
        for fact, (verdict, report) in facts.items():
            if verdict == "fails":
                terminalreporter.line(f"{fact}\n    {report.nodeid}")
    reasons = [str(report.longrepr[-1]) for _, report in facts.values() if report.skipped]
    for reason in dict.fromkeys(reasons):
        terminalreporter.line(reason)
    yield  # to the summaries of the other plugins
    if not facts:
        return
    holds = f"{counts['holds']} fact{' holds' if counts['holds'] == 1 else 's hold'}"
    if any("gpu" in report.keywords for verdict, report in facts.values() if verdict == "holds"):
        from pt1h.device import find_gpus

        gpus = Counter(find_gpus()[0]).items()
        holds += f" on {', '.join(f'{n} x {gpu}' if n > 1 else gpu for gpu, n in gpus)}"
    line = [holds, count(counts["needs a GPU"], "needs a GPU"), count(counts["fails"], "fails")]
    if counts["not run"]:
        line.append(count(counts["not run"], "not run"))
    terminalreporter.line(", ".join(line))
