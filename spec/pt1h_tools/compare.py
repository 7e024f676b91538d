"""Compare the verdicts of several runs: python spec/pt1h_tools/compare.py NAME=report.xml ...

pytest --junitxml=report.xml writes such a report. A run without one is listed as missing.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

VERDICTS = {"fails": "fail", "not run": "not run", "needs a GPU": "need a GPU", "holds": "hold"}
"""The verdicts on a fact and their plurals, from the worst to the best."""


def worst(*verdicts: str) -> str:
    """Return the verdict on a fact, given the verdicts on its tests."""
    return min(verdicts, key=list(VERDICTS).index)


def count(number: int, verdict: str) -> str:
    return f"{number} {verdict if number == 1 else VERDICTS[verdict]}"


def read_verdicts(report: Path) -> dict[str, str]:
    """Return the verdict on each fact of a run, with the printed form if it depends on torch."""
    facts: dict[str, str] = {}
    forms: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        properties = {p.attrib["name"]: p.attrib["value"] for p in case.iter("property")}
        if case.find("error[@message='collection failure']") is not None:
            facts[f"{case.attrib['name']} does not load"] = "fails"
        elif "fact" in properties:
            fact = properties["fact"]
            facts[fact] = worst(properties["verdict"], facts.get(fact, "holds"))
            forms[fact] = properties.get("form", "")
    return {f: f"holds: {forms[f]}" if v == "holds" and forms[f] else v for f, v in facts.items()}


def table(runs: dict[str, dict[str, str]]) -> str:
    """Return a row for each fact whose verdict differs between runs, and a line for the others."""
    found = {name: facts for name, facts in runs.items() if facts}
    rows = [["", *found], ["---"] * (len(found) + 1)]
    same = []
    for fact in dict.fromkeys(fact for facts in found.values() for fact in facts):
        verdicts = [facts.get(fact, "not run") for facts in found.values()]
        if len(set(verdicts)) == 1:
            same.append(verdicts[0].partition(":")[0])
        else:
            rows.append([fact, *verdicts])
    lines = [f"| {' | '.join(cells)} |" for cells in rows if len(rows) > 2]
    rest = ", ".join(count(same.count(verdict), verdict) for verdict in dict.fromkeys(same))
    lines += ["", f"The same in {', '.join(found)}: {rest}."]
    if missing := [name for name in runs if name not in found]:
        lines.append(f"Missing: {', '.join(missing)}.")
    return "\n".join(lines)


if __name__ == "__main__":
    files = {name: Path(file) for name, _, file in (arg.rpartition("=") for arg in sys.argv[1:])}
    print(
        table({name: read_verdicts(file) if file.exists() else {} for name, file in files.items()})
    )
