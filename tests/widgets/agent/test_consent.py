"""What a person allows stands beside the talk, with who noted it and when; it is noted by keys alone."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.consent import Consent, Purpose, Word
from app.domain.conversation import Entry, EntryKind
from app.wire.answers import ConversationDetail
from app.wire.calls import NoteConsent
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.person_panel import FactRow
from widgets.models.event_words import event_words


def told(stage: DeskStage) -> list[str]:
    return [row.accessibleName() for row in stage.window.content.person._consent._rows]


def note(request: NoteConsent) -> ConversationDetail:
    """The hub's answer."""
    found = story.detail(request.conversation_id)
    made = Consent(purpose=request.purpose, word=request.word, at=story.NOW, by="Mele Eru")
    return msgspec.structs.replace(found, person=msgspec.structs.replace(found.person, consents=(made,)))


async def test_what_nobody_asked_for_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await stage.open()
        assert told(stage) == [
            "Direct messages, Not asked",
            "Quote in marketing, Not asked",
            "Link identities, Not asked",
            "Name on our walls, Not asked",
        ]


async def test_a_consent_is_noted_by_keys_and_shown_with_who_and_when(tmp_path: Path) -> None:
    hub = DeskHub()
    hub.link.answers[NoteConsent] = note
    async with DeskStage(tmp_path, hub=hub) as stage:
        await stage.open()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_C)
        QTest.keyClicks(QApplication.focusWidget(), "quote in marketing: g")
        await stage.press(Qt.Key.Key_Return)
        asked = [call for call in hub.link.calls if isinstance(call, NoteConsent)]
        assert asked == [NoteConsent(conversation_id=story.MIRA, purpose=Purpose.QUOTE, word=Word.GIVEN)]
        assert told(stage)[1].startswith("Quote in marketing, Given, ")
        row = stage.window.content.person._consent._rows[1]
        assert isinstance(row, FactRow)
        assert row.accessibleDescription().startswith("Given. Noted by \u2068Mele Eru\u2069, ")


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("consent.asked", "\u2068Ana\u2069 asked for consent: Quote in marketing"),
        ("consent.given", "\u2068Ana\u2069 noted a consent: Quote in marketing"),
        ("consent.refused", "\u2068Ana\u2069 noted a refusal: Quote in marketing"),
    ],
)
def test_the_timeline_says_who_noted_what(verb: str, words: str) -> None:
    entry = Entry(kind=EntryKind.EVENT, id=1, at=1, text=verb, name='{"purpose":"quote"}', by="Ana")
    assert event_words(entry) == words
