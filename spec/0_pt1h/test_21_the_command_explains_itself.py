"""pt1h: pt1h --help describes the command and each option."""

import pytest

from pt1h.command import CHAPTERS, main


def test_the_command_explains_itself(printed, transcript, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    with pytest.raises(SystemExit) as exit_status:
        main(["--help"])

    assert exit_status.value.code == 0
    help_text = printed()
    assert help_text == transcript
    assert all(chapter in help_text for chapter in CHAPTERS)
