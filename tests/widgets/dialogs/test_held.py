"""Held replies are gone through one by one, however many there are."""

import msgspec
from pytestqt.qtbot import QtBot

from app.domain.reply import OutboxItem, OutboxState
from tests.fakes import desk_story as story
from widgets.dialogs.held import SHOWN, HeldDialog
from widgets.kit.desk_button import DeskButton
from widgets.theme.desk import desk_look


def held(count: int) -> list[OutboxItem]:
    return [
        msgspec.structs.replace(story.LEAVING, id=number, state=OutboxState.HELD, text=f"Reply {number}")
        for number in range(1, count + 1)
    ]


def senders(dialog: HeldDialog) -> list[DeskButton]:
    """The buttons that send, of the replies that stand there."""
    found = [one for one in dialog.findChildren(DeskButton) if one.accessibleName() == "Send this one"]
    return [one for one in found if one.isVisibleTo(dialog)]


def test_only_a_few_stand_there_at_once_and_the_next_follows_each_decision(qtbot: QtBot) -> None:
    dialog = HeldDialog(desk_look(), held(SHOWN + 2))
    qtbot.addWidget(dialog)
    decided: list[int] = []
    dialog.decided.connect(lambda item, _send: decided.append(item.id))
    for left in range(SHOWN + 2, 0, -1):
        assert len(senders(dialog)) == min(SHOWN, left)
        senders(dialog)[0].click()
    assert sorted(decided) == list(range(1, SHOWN + 3))
    assert dialog.result() == HeldDialog.DialogCode.Accepted


def test_without_a_held_reply_the_sheet_says_so_in_words(qtbot: QtBot) -> None:
    dialog = HeldDialog(desk_look(), [])
    qtbot.addWidget(dialog)
    assert dialog.accessibleName() == "No reply is held"
