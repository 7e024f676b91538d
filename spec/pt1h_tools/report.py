"""What became of each fact: a plugin of pytest."""

from collections import Counter
from typing import Any

import pytest

NOT_TRIED = "is not tried", "are not tried"


def pytest_itemcollected(item: pytest.Item) -> None:
    """A fact is the sentence, with its cell, that opens the docstring of a module."""
    module = item.getparent(pytest.Module)
    if module is None:  # an item of another plugin's
        return
    docstring = module.obj.__doc__ or ""
    item.user_properties.append(("fact", docstring.partition("\n")[0]))
    # In a spec, that is: what torch or a plugin warns of as it is imported is no fact's fault, nor
    # what another's implementation is warned of.
    if not item.config.option.implementation:
        item.add_marker(pytest.mark.filterwarnings("error"), append=False)


def verdict(report: pytest.TestReport | pytest.CollectReport) -> str:
    if not report.skipped:
        return "holds" if report.passed else "fails"
    return "needs a GPU" if "gpu" in report.keywords else NOT_TRIED[0]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """What became of each fact: the worst that became of one of its tests."""
    facts: dict[str, Any] = {}
    for outcome in ("error", "failed", "skipped", "passed"):
        for report in terminalreporter.stats.get(outcome, ()):
            fact = dict(getattr(report, "user_properties", ())).get("fact")
            if fact or report.failed:  # a module that does not load has none
                facts.setdefault(str(fact or report.nodeid), report)
    if config.get_verbosity() > 0 and facts:
        terminalreporter.section("each fact")
        for fact, report in sorted(facts.items(), key=lambda one: one[1].nodeid):
            terminalreporter.line(f"{verdict(report):12} {fact}")
    failing = {fact: report for fact, report in facts.items() if report.failed}
    if failing:
        terminalreporter.section("fail here")
        for fact, report in failing.items():
            terminalreporter.line(f"{fact}\n    {report.nodeid}")
    for reason in dict.fromkeys(str(r.longrepr[-1]) for r in facts.values() if r.skipped):
        terminalreporter.line(reason)
    counts = Counter(map(verdict, facts.values()))
    line = [f"{counts['holds']} fact{' holds' if counts['holds'] == 1 else 's hold'}"]
    if any("gpu" in report.keywords for report in facts.values() if report.passed):
        from pt1h.device import find_gpus

        names, _ = find_gpus()
        line[0] += f" on {', '.join(names)}"
    for one, many in ("needs a GPU", "need a GPU"), ("fails", "fail"), NOT_TRIED:
        if counts[one] or one != NOT_TRIED[0]:
            line.append(f"{counts[one]} {one if counts[one] == 1 else many}")
    terminalreporter.line(", ".join(line) * bool(facts))
