"""`main.py audit`: what it asks of the hub, what it prints, and how it ends."""

import json
from typing import Any

import pytest

from app import cli
from app.commands import audit as command
from app.core.clock import DAY, HOUR
from app.core.errors import BadInput
from app.domain.audit import AuditRow
from app.wire.calls import ListAudit
from tests.fakes.clock import NOON


def act(number: int, **fields: Any) -> AuditRow:
    made: dict[str, Any] = {
        "at": NOON, "who": "Rosa", "role": "supervisor", "station": "desk", "verb": "hold.set",
        "subject": "house:sending", "after": '{"reason":"Storm"}',
    }  # fmt: skip
    return AuditRow(id=number, **made | fields)


class Hub:
    """Answers with the newest acts behind the cursor, and remembers what it was asked."""

    def __init__(self, *rows: AuditRow) -> None:
        self.rows = sorted(rows, key=lambda row: -row.id)
        self.asked: list[ListAudit] = []

    async def call(self, request: ListAudit) -> tuple[AuditRow, ...]:
        self.asked.append(request)
        return tuple(row for row in self.rows if not request.before or row.id < request.before)[: request.limit]


def asked(*arguments: str) -> ListAudit:
    return command.asked(cli.parse(["audit", *arguments]), NOON)


def test_a_kind_means_its_acts_and_an_act_means_itself() -> None:
    assert asked("--what", "walls", "--what", "topic.saved").what == ("wall", "screen", "topic.saved")


@pytest.mark.parametrize(("text", "moment"), [("2d", NOON - 2 * DAY), ("12h", NOON - 12 * HOUR)])
def test_a_length_is_so_long_ago(text: str, moment: int) -> None:
    assert asked("--since", text).since == moment


def test_a_moment_may_name_its_own_zone() -> None:
    assert asked("--until", "2026-01-01T00:00+00:00").until == 1_767_225_600_000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--since", "soon"], "“soon” is no time"),
        (["--since", "1d", "--until", "2d"], "no time is left"),
        (["--what", "cats"], "no kind of act “cats”"),
        (["--limit", "-1"], "number of acts"),
    ],
)
def test_what_means_nothing_is_refused_in_words(arguments: list[str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        asked(*arguments)


async def test_pages_follow_each_other_until_the_limit_or_the_end() -> None:
    hub = Hub(*(act(number) for number in range(1, 8)))
    request = ListAudit(limit=3)
    assert [row.id async for row in command.acts(hub, request, most=0)] == [7, 6, 5, 4, 3, 2, 1]  # type: ignore[arg-type]
    assert [one.before for one in hub.asked] == [0, 5, 2]
    assert [row.id async for row in command.acts(hub, request, most=4)] == [7, 6, 5, 4]  # type: ignore[arg-type]


def run(monkeypatch: pytest.MonkeyPatch, hub: Hub, *arguments: str) -> int:
    import asyncio

    monkeypatch.setattr(command, "with_hub", lambda _options, work: asyncio.run(work(hub)))
    return cli.run(cli.parse(["audit", *arguments]))


def test_a_line_says_when_who_and_what(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, Hub(act(1))) == 0
    _at, who, words, subject = capsys.readouterr().out.strip().split("\t")
    assert (who, words, subject) == ("Rosa (supervisor)", "Rosa held all sending: Storm", "house:sending")


def test_json_is_one_object_a_line_with_before_and_after(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, Hub(act(1), act(2, conversation_id=9)), "--json") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["id"], one["conversation"]) for one in told] == [(2, 9), (1, None)]
    assert (told[0]["act"], told[0]["after"], told[0]["before"]) == ("hold.set", {"reason": "Storm"}, None)


def test_nothing_found_ends_with_one_and_a_bad_question_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, Hub()) == 1
    assert run(monkeypatch, Hub(), "--since", "soon") == 2
    said = capsys.readouterr()
    assert "Nothing was done that fits." in said.err
    assert "Write 90m, 12h, 2d" in said.err
