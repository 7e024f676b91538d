"""pt1h: each claim of the notebook has a spec, or its chapter explains why it cannot have one.

The claims are in spec/claims.md, and the reasons in the READMEs of the chapters.
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
    opening = {
        path.name.split("_")[1]: path.read_text(encoding="utf-8")[:9]
        for path in SPEC.glob("[1-8]_*/test_*.py")
    }
    claims = {number for number, words in opening.items() if words == '"""Claim '}

    claimed = {number for _, here in CLAIMS for number in re.findall(r"\d\d[a-z]?", here)}
    assert claimed - opening.keys() == set()
    assert {number for number in claimed if number[2:]} == claims


def test_each_other_claim_has_a_reason():
    declared = []
    for claim, here in CLAIMS:
        for chapter in re.findall(r"declared in (\d)", here):
            (phrase,) = re.findall(r'"(.+)"', claim)
            declared.append((chapter, phrase))

    reasons = []
    for chapter in sorted(SPEC.glob("[1-8]_*")):
        readme = (chapter / "README.md").read_text(encoding="utf-8")
        _, _, text = readme.partition("## Declared, not tested\n")
        phrases = re.findall(r'(?:\A|\n)\n"(.+?)"', text)
        reasons += [(chapter.name[0], phrase) for phrase in phrases]
    assert reasons == declared
