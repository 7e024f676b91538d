"""Which facts are not the same in several runs: python spec/compare.py COLUMN=found.xml ...

A run writes its found.xml with pytest --junitxml=found.xml. A column whose file is not there
could not be had.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def verdicts(found: Path) -> dict[str, str]:
    """What became of each fact in a run, from the worst of its tests."""
    facts: dict[str, str] = {}
    for case in ElementTree.parse(found).iter("testcase"):
        said = {entry.attrib["name"]: entry.attrib["value"] for entry in case.iter("property")}
        fact = said.get("fact", f"{case.attrib['classname']} does not load")
        if case.find("failure") is not None or case.find("error") is not None:
            facts[fact] = "fail"
        elif (skipped := case.find("skipped")) is not None:
            needs_gpu = "GPU" in skipped.attrib.get("message", "")
            facts.setdefault(fact, "need a GPU" if needs_gpu else "are not tried")
        elif facts.get(fact) != "fail":
            facts[fact] = f"hold: {said['form']}" if "form" in said else "hold"
    return facts


def table(columns: dict[str, dict[str, str]]) -> str:
    """A row for each fact that is not the same in all columns, and a line for the rest."""
    had = {name: facts for name, facts in columns.items() if facts}
    rows = [["", *had], ["---"] * (len(had) + 1)]
    same = []
    for fact in dict.fromkeys(fact for facts in had.values() for fact in facts):
        found = [facts.get(fact, "-") for facts in had.values()]
        if len(set(found)) == 1:
            same.append(found[0].partition(":")[0])
        else:
            rows.append([fact, *(verdict.removeprefix("hold: ") for verdict in found)])
    lines = [f"| {' | '.join(cells)} |" for cells in rows if len(rows) > 2]
    rest = ", ".join(f"{same.count(word)} facts {word}" for word in dict.fromkeys(same))
    lines += ["", f"The same in all {len(had)} ({', '.join(had)}): {rest}."]
    if missing := [name for name in columns if name not in had]:
        lines.append(f"Not to be had: {', '.join(missing)}.")
    return "\n".join(lines)


if __name__ == "__main__":
    files = {name: Path(file) for name, _, file in (arg.rpartition("=") for arg in sys.argv[1:])}
    print(table({name: verdicts(found) if found.exists() else {} for name, found in files.items()}))
