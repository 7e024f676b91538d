"""pt1h: each claim of the document has a spec, or a reason why none can hold it.

The claims stand in spec/claims.md, the reasons in the chapters' READMEs.
"""

import re
from pathlib import Path

SPEC = Path(__file__).parents[1]
CLAIMS = re.findall(
    r"^\| .*In \[\d+\] \| (.+) \| (.+) \|$",
    (SPEC / "claims.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_each_claim_has_a_spec():
    specs = {path.name.split("_")[1]: path for path in SPEC.glob("[1-8]_*/test_*.py")}
    said = {
        number
        for number, path in specs.items()
        if path.read_text(encoding="utf-8").startswith('"""Said ')
    }

    claimed = {number for _, here in CLAIMS for number in re.findall(r"\d\d[a-z]?", here)}
    assert claimed <= specs.keys()
    assert said <= claimed


def test_each_other_claim_has_a_reason():
    declared = []
    for claim, here in CLAIMS:
        (chapter,) = re.findall(r"declared in (\d)$", here) or [None]
        if chapter:
            (phrase,) = re.findall(r'"(.+)"', claim)
            declared.append((chapter, phrase))

    reasons = []
    for chapter in sorted(SPEC.glob("[1-8]_*")):
        readme = (chapter / "README.md").read_text(encoding="utf-8")
        _, _, text = readme.partition("## Declared, not tested\n\n")
        for reason in text.split("\n\n") if text else []:
            _, phrase, _ = reason.split('"', 2)
            reasons.append((chapter.name[0], phrase))
    assert declared == reasons
