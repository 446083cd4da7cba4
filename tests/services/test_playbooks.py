"""Playbooks: the shipped ones can be used, and what is wrong with one is said by line."""

from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.services.playbooks import LONGEST_WORDS, load_playbooks, read_playbook

GOOD = """name = "strike"
title = "Strike"

[[step]]
words = "Say which flights leave"
team = "Press desk"
minutes = 15
"""


def test_the_shipped_playbooks_give_every_step_words_and_a_team() -> None:
    shipped = load_playbooks()
    assert set(shipped) == {"outage", "outcry"}
    for playbook in shipped.values():
        assert len(playbook.steps) >= 8
        assert all(step.words and step.team for step in playbook.steps)


def test_a_house_adds_its_own_and_may_replace_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "strike.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "outage.toml").write_text(GOOD.replace("strike", "outage"), encoding="utf-8")
    found = load_playbooks(tmp_path)
    assert set(found) == {"outage", "outcry", "strike"}
    assert found["outage"].title == "Strike"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("minutes = 15", "minutes = -1"), "Line 7: Minutes are a whole number"),
        (("minutes = 15", "minutes = true"), "Line 7: Minutes are a whole number"),
        (('words = "Say which flights leave"', 'words = ""'), "Line 5: A step needs words"),
        (('words = "Say which flights leave"', f'words = "{"x" * (LONGEST_WORDS + 1)}"'), "Line 5: A step needs words"),
        (('team = "Press desk"', "team = 4"), "Line 6: A team is a name"),
        (('team = "Press desk"', 'owner = "Ana"'), "Line 6: A step has no setting “owner”"),
        (('name = "strike"', "name = 3"), "needs a name and a title"),
        (("[[step]]", "[[steps]]"), "needs 1 to"),
        (('name = "strike"', "name = "), "This is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(change: tuple[str, str], told: str) -> None:
    with pytest.raises(BadInput, match=r"strike\.toml") as caught:
        read_playbook(GOOD.replace(*change), file="strike.toml")
    assert told in caught.value.message


def test_everything_that_is_wrong_is_said_at_once() -> None:
    bad = GOOD.replace('"Press desk"', "4").replace("15", '"soon"')
    with pytest.raises(BadInput) as caught:
        read_playbook(bad, file="strike.toml")
    assert "Line 6" in caught.value.message
    assert "Line 7" in caught.value.message
