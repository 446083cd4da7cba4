"""`main.py topic …`: what is asked of the hub, and what stays when it is not named."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from app import cli
from app.commands import topic as command
from app.domain.topic import Topic, TopicKind
from app.wire.calls import ListTopics, Request, SaveTopic

DOORS = Topic(id=7, name="Doors", query="door*", kind=TopicKind.RISK, line_of_business="Rail", region="Coast")


class Hub:
    """Knows one topic and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def call(self, request: Request) -> Any:
        self.asked.append(request)
        match request:
            case ListTopics():
                return (DOORS,)
            case SaveTopic(topic=topic):
                return replace(topic, id=topic.id or 8)
            case _:
                return None


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    made = Hub()
    monkeypatch.setattr(command, "with_hub", lambda _options, work: asyncio.run(work(made)))
    return made


def run(*arguments: str) -> int:
    return cli.run(cli.parse(["topic", *arguments]))


def saved(hub: Hub) -> Topic:
    (request,) = [one for one in hub.asked if isinstance(one, SaveTopic)]
    return request.topic


def test_a_topic_is_added_with_its_kind_line_of_business_and_region(hub: Hub) -> None:
    assert run("add", "Late", "~late", "--kind", "risk", "--business", "Rail", "--region", "Coast", "--no-wall") == 0
    assert saved(hub) == Topic(
        id=0, name="Late", query="~late", kind=TopicKind.RISK, line_of_business="Rail", region="Coast", on_wall=False
    )


def test_without_options_it_is_a_product_on_the_wall_for_all(hub: Hub) -> None:
    run("add", "Late", "~late")
    assert saved(hub) == Topic(id=0, name="Late", query="~late")


def test_an_edit_changes_what_is_named_and_leaves_the_rest(hub: Hub) -> None:
    assert run("edit", "7", "--query", "door* OR gate*", "--region", "") == 0
    assert saved(hub) == replace(DOORS, query="door* OR gate*", region="")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["edit", "9", "--name", "x"], "There is no topic 9."),
        (["edit", "7"], "Nothing would change."),
        (["edit", "7", "--name", "Doors"], "Nothing would change."),
        (["add", "x", "y", "--kind", "cat"], "There is no kind “cat”."),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_two(
    hub: Hub, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(*arguments) == 2
    assert words in capsys.readouterr().err
    assert not [one for one in hub.asked if isinstance(one, SaveTopic)]


def test_the_list_tells_line_of_business_and_region(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    run("list")
    assert capsys.readouterr().out.strip().split("\t") == ["7", "risk", "Doors", "door*", "Rail", "Coast"]
