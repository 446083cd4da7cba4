"""What was judged wrongly is said by keys alone: tone, topic, spam; a label tells what the house doubts, and why."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.conversation import Entry
from app.domain.understanding import Objection, Sentiment
from app.wire.calls import CorrectSentiment, Request, SayAbout
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.card_words import reason_words, sum_words
from widgets.dialogs.palette import Palette
from widgets.models.objection_words import objection_words

TOPIC = 2
DOUBTED = (Objection(TOPIC, ("cider", "orchard")), Objection(0, ("coupon",)))
NAME = story.TOPICS[TOPIC].name


def hub_with(*objections: Objection) -> DeskHub:
    """Sam's post belongs to a topic, and the house objects."""
    hub = DeskHub()
    (post,) = story.detail(story.SAM).entries
    hub.entries[story.SAM] = [msgspec.structs.replace(post, topics=(TOPIC,), objections=objections)]
    return hub


def said(stage: DeskStage) -> list[Request]:
    return [call for call in stage.hub.link.calls if isinstance(call, SayAbout | CorrectSentiment)]


def post_id() -> int:
    (post,) = story.detail(story.SAM).entries
    return post.id


async def judge(stage: DeskStage, typed: str) -> None:
    """Choose from the palette what was wrong."""
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_T)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, typed)
    await stage.press(Qt.Key.Key_Return)


async def test_a_post_is_said_not_to_be_about_a_topic_and_that_is_taken_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with()) as stage:
        await stage.open(story.SAM)
        await judge(stage, "not about")
        assert said(stage) == [SayAbout(post_id=post_id(), topic=TOPIC, about=False)]
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert said(stage)[1:] == [SayAbout(post_id=post_id(), topic=TOPIC, about=True)]


async def test_a_tone_is_corrected_and_taken_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with()) as stage:
        await stage.open(story.SAM)
        await judge(stage, "tone is positive")
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_Z)
        assert said(stage) == [
            CorrectSentiment(post_id=post_id(), sentiment=Sentiment.POSITIVE),
            CorrectSentiment(post_id=post_id(), sentiment=Sentiment.NEUTRAL),
        ]


@pytest.mark.parametrize(("typed", "topic"), [("it is about", TOPIC), ("no spam", 0)])
async def test_a_label_is_denied(tmp_path: Path, typed: str, topic: int) -> None:
    async with DeskStage(tmp_path, hub=hub_with(*DOUBTED)) as stage:
        await stage.open(story.SAM)
        await judge(stage, typed)
        assert said(stage) == [SayAbout(post_id=post_id(), topic=topic, about=True)]


async def test_without_a_label_there_is_none_to_deny_and_the_tone_it_has_is_not_offered(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with()) as stage:
        await stage.open(story.SAM)
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_T)
        palette = stage.window.findChild(Palette)
        assert palette is not None
        offered = [offer.words for offer in palette.rows()]
        assert offered == ["The tone is negative", "The tone is positive", f"Not about \u2068{NAME}\u2069"]


async def test_the_rows_own_menu_asks_about_that_very_post(tmp_path: Path) -> None:
    hub = hub_with()
    later = msgspec.structs.replace(hub.entries[story.SAM][0], id=2000, at=story.NOW, native_id="later")
    hub.entries[story.SAM].append(later)
    async with DeskStage(tmp_path, hub=hub) as stage:
        await stage.open(story.SAM)
        view = stage.window.content.conversation.thread_view
        row = next(row for row in view._ordered() if row.row.entry is not None and row.row.entry.id == post_id())
        place = row.rect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, row.mapToGlobal(place))
        QApplication.sendEvent(row, asked)
        menu = row.findChild(QMenu)
        assert menu is not None
        menu.actions()[-1].trigger()
        menu.close()
        await stage.settle()
        field = QApplication.focusWidget()
        assert field is not None
        QTest.keyClicks(field, "not about")
        await stage.press(Qt.Key.Key_Return)
        assert said(stage) == [SayAbout(post_id=post_id(), topic=TOPIC, about=False)]


async def test_the_thread_tells_what_is_doubted_and_by_which_words(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub_with(*DOUBTED)) as stage:
        await stage.open(story.SAM)
        view = stage.window.content.conversation.thread_view
        spoken = " ".join(row.accessibleName() for row in view._ordered())
        assert "Probably not about us: cider, orchard · Probably spam: coupon" in spoken


def test_an_objection_without_words_is_told_all_the_same() -> None:
    assert objection_words([Objection(3)]) == "Probably not about us"
    assert objection_words([Objection(3, ("pie",)), Objection(4, ("jam",))]) == "Probably not about us: jam"
    assert objection_words([]) == ""


def test_a_cards_label_stands_first_and_adds_nothing_to_its_sum() -> None:
    card = msgspec.structs.replace(story.card(story.SAM), priority=40, reasons=(("off_topic", 0), ("urgency", 40)))
    assert reason_words(card) == "Probably not about us, urgency"
    assert sum_words(card) == "Urgency 40 = 40"
    alone = msgspec.structs.replace(card, priority=0, reasons=(("probable_spam", 0),))
    assert sum_words(alone) == "Priority 0"


def test_entries_of_older_hubs_have_no_label() -> None:
    assert Entry(kind=story.MIRA_ENTRIES[0].kind, id=1, at=0).objections == ()
