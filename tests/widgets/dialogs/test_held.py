"""Held replies are read again one by one, with what was said since; each leaves when the hub has moved it."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.errors import Conflict
from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxState
from tests.fakes import desk_story as story
from widgets.dialogs.held import HeldDialog
from widgets.models.held_replies import around, told_of
from widgets.theme.desk import desk_look

ITEM = msgspec.structs.replace(
    story.LEAVING, state=OutboxState.HELD, author="Dev", parent="p1", created_at=story.NOW, not_before=story.NOW
)


class Held:
    """The outbox and the hold, as a hub would move them."""

    def __init__(self, count: int, *, hold: str = "") -> None:
        self.items = [msgspec.structs.replace(ITEM, id=one, text=f"Reply {one}") for one in range(1, count + 1)]
        self.hold = hold
        self.decided: list[tuple[int, bool]] = []

    def drop(self, number: int) -> None:
        self.items = [item for item in self.items if item.id != number]


Open = Callable[[Held], HeldDialog]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    def make(held: Held) -> HeldDialog:
        dialog = HeldDialog(
            desk_look(),
            lambda: held.items,
            hold=lambda: held.hold,
            told=lambda item: ("From us to them", told_of(item, now=story.NOW)),
            mark=lambda _item: None,
        )
        dialog.decided.connect(lambda item, send: held.decided.append((item.id, send)))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_the_next_reply_follows_when_the_hub_has_moved_one(opened: Open) -> None:
    held = Held(3)
    dialog = opened(held)
    for left in (3, 2, 1):
        assert dialog.place.words == f"1 of {left}"
        assert dialog.item is not None
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        held.drop(dialog.item.id)
        dialog.refresh()
    assert held.decided == [(1, True), (2, True), (3, True)]
    assert not dialog.send_button.isVisible()


def test_a_second_press_before_the_hub_has_answered_decides_nothing(opened: Open) -> None:
    held = Held(2)
    dialog = opened(held)
    dialog.decide(send=True)
    dialog.decide(send=True)
    dialog.decide(send=False)
    assert held.decided == [(1, True)]


def test_what_the_hub_refuses_stays_held_and_says_why(opened: Open) -> None:
    held = Held(1)
    dialog = opened(held)
    dialog.decide(send=True)
    dialog.refuse(Conflict("Rosa decided already.", hint="Look again."))
    assert dialog.said.words == "Rosa decided already. Look again."
    assert dialog.send_button.may


def test_while_sending_is_held_nothing_can_be_sent_and_it_says_what_to_do(opened: Open) -> None:
    held = Held(1, hold="Door fault")
    dialog = opened(held)
    dialog.decide(send=True)
    assert held.decided == []
    assert "Let sending go on first" in dialog.said.words
    QTest.keyClick(dialog, Qt.Key.Key_X)
    assert held.decided == [(1, False)]


def test_the_key_that_sends_is_not_taken_for_the_button_that_has_the_focus(opened: Open) -> None:
    held = Held(1)
    dialog = opened(held)
    dialog.back_button.setFocus()
    QTest.keyClick(dialog.back_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert held.decided == [(1, True)]


def test_one_that_a_colleague_decides_leaves_the_review(opened: Open) -> None:
    held = Held(2)
    dialog = opened(held)
    held.drop(1)
    dialog.refresh()
    assert dialog.item is not None
    assert dialog.item.id == 2


def test_j_and_k_go_round_and_what_comes_late_for_another_is_dropped(opened: Open) -> None:
    held = Held(2)
    dialog = opened(held)
    first = dialog.item
    assert first is not None
    QTest.keyClick(dialog, Qt.Key.Key_J)
    dialog.show_around(first, "About the first.")
    assert dialog.reply.around.words == "Looking at the conversation..."
    QTest.keyClick(dialog, Qt.Key.Key_K)
    dialog.show_around(first, "About the first.")
    assert dialog.reply.around.words == "About the first."


def test_the_buttons_name_the_account_and_whose_draft_it_becomes(opened: Open) -> None:
    dialog = opened(Held(1))
    assert ITEM.handle in dialog.send_button.text()
    assert dialog.back_button.text() == "Give back to Dev"


def test_without_a_held_reply_the_sheet_says_so_in_words(opened: Open) -> None:
    dialog = opened(Held(0))
    assert not dialog.reply.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_review_tells_what_is_answered_and_what_was_said_since() -> None:
    post = Entry(kind=EntryKind.POST, id=1, at=story.NOW - 1, native_id="p1", name="Mira", text="Same door.")
    note = Entry(kind=EntryKind.NOTE, id=2, at=story.NOW + 1, by="Ana", text="Careful.")
    later = Entry(kind=EntryKind.POST, id=3, at=story.NOW + 60_000, name="Mira", text="It is mended.")
    assert "Nothing was said there since." in around(ITEM, (post, note))
    told = around(ITEM, (post, note, later))
    assert "Same door." in told
    assert "It is mended." in told
    assert "Careful" not in told
    gone = msgspec.structs.replace(post, gone=True, text="")
    assert "was deleted" in around(ITEM, (gone,))


def test_one_that_was_written_for_later_says_when_it_leaves_once_released() -> None:
    later = msgspec.structs.replace(ITEM, not_before=story.NOW + 7_200_000)
    assert "Released, it leaves at" in told_of(later, now=story.NOW)
    assert "Released" not in told_of(ITEM, now=story.NOW)
