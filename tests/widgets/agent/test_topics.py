"""Topics on the desk: listed, added, tried, changed, removed, and taken back."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.errors import BadInput
from app.domain.topic import Topic, TopicKind
from app.domain.understanding import Sentiment
from app.wire.answers import DayMatches, Done, Hit, TriedQuery
from app.wire.calls import RemoveTopic, SaveTopic, TryQuery
from app.wire.feeds import TopicFeed
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.account_row import ChoiceRow
from widgets.dialogs.topic_form import TopicForm
from widgets.dialogs.topics import TopicsDialog

DOORS = Topic(id=7, name="Doors", query="door*", kind=TopicKind.RISK, line_of_business="Rail", region="Coast")
HIT = Hit(
    post_id=1, conversation_id=2, network="bluesky", name="Mira", handle="mira", text="The door is open",
    at=story.NOW, sentiment=Sentiment.NEGATIVE,
)  # fmt: skip
TRIED = TriedQuery(tried=7000, matched=12, days=(DayMatches(story.NOW, 30.4),), examples=(HIT,), warnings=())


def saving(stage: DeskStage) -> Any:
    """The hub's answers: topics that are saved and removed are told to the desk."""

    def save(request: SaveTopic) -> Topic:
        saved = replace(request.topic, id=request.topic.id or 99)
        stage.hub.link.put(TopicFeed(), {str(saved.id): saved})
        return saved

    def remove(request: RemoveTopic) -> Done:
        stage.hub.link.put(TopicFeed(), {}, drop=(str(request.id),))
        return Done()

    return {SaveTopic: save, RemoveTopic: remove, TryQuery: TRIED}


async def opened(stage: DeskStage, *topics: Topic) -> TopicsDialog:
    stage.hub.link.answers.update(saving(stage))
    stage.hub.link.fill(TopicFeed(), {str(one.id): one for one in topics})
    await stage.settle()
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_G)
    await stage.press(Qt.Key.Key_E)
    return list_now()


def list_now() -> TopicsDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TopicsDialog)
    return dialog


def form_now() -> TopicForm:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TopicForm)
    return dialog


def asked(stage: DeskStage, kind: type[Any]) -> list[Any]:
    return [call for call in stage.hub.link.calls if isinstance(call, kind)]


def rows(dialog: TopicsDialog) -> list[str]:
    return [row.accessibleName() for row in dialog.findChildren(ChoiceRow) if not row.isHidden()]


async def close(stage: DeskStage) -> None:
    while (dialog := QApplication.activeModalWidget()) is not None:
        assert isinstance(dialog, TopicsDialog | TopicForm)
        dialog.reject()
        await stage.settle()


async def test_a_row_says_the_kind_whose_it_is_whether_it_is_on_the_wall_and_the_query(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, DOORS)
        words = "Doors. Risk, for \u2068Rail\u2069, in \u2068Coast\u2069, on the wall: \u2068door*\u2069"
        assert rows(dialog) == [words]
        await close(stage)


async def test_a_topic_is_added_by_keys_and_can_be_taken_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_A)
        form = form_now()
        QTest.keyClicks(form.name, "Gates")
        form.query.setFocus()
        QTest.keyClicks(form.query, "gate OR ~barrier")
        form.kind.setCurrentIndex(form.kind.findData("brand"))
        form.business.put("Rail")
        QTest.keyClick(form.business, Qt.Key.Key_Return)
        await stage.settle()
        wanted = Topic(id=0, name="Gates", query="gate OR ~barrier", kind=TopicKind.BRAND, line_of_business="Rail")
        assert asked(stage, SaveTopic) == [SaveTopic(topic=wanted)]

        dialog = list_now()
        assert dialog.said == "Added \u2068Gates\u2069. Z takes it back."
        assert dialog.chosen is not None
        assert dialog.chosen.id == 99
        await stage.press(Qt.Key.Key_Z)
        assert asked(stage, RemoveTopic) == [RemoveTopic(id=99)]
        assert (len(rows(dialog)), dialog.said) == (1, "Taken back.")
        await close(stage)


async def test_a_change_keeps_what_was_not_touched_and_z_gives_the_old_words_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_E)
        form = form_now()
        form.query.put("door* OR gate*")
        assert form.act_button is not None
        form.act_button.click()
        await stage.settle()
        assert asked(stage, SaveTopic) == [SaveTopic(topic=replace(DOORS, query="door* OR gate*"))]
        await stage.press(Qt.Key.Key_Z)
        assert asked(stage, SaveTopic)[-1] == SaveTopic(topic=DOORS)
        await close(stage)


async def test_a_removed_topic_comes_back_under_its_id_also_by_the_desks_own_undo(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_Delete)
        assert asked(stage, RemoveTopic) == [RemoveTopic(id=7)]
        assert rows(dialog) == []
        await close(stage)
        stage.window.run("undo")
        await stage.settle()
        assert asked(stage, SaveTopic) == [SaveTopic(topic=DOORS, again=True)]


async def test_a_query_is_tried_and_its_posts_are_shown(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_Return)
        form = form_now()
        await stage.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert asked(stage, TryQuery) == [TryQuery(query="door*")]
        assert form.said.words.startswith("12 of 7,000 posts of the last week match. A day: ")
        assert form.said.words.endswith("about 30.")
        (example,) = form._examples
        assert "@mira" in example.accessibleName()
        assert "The door is open" in example.accessibleName()
        await close(stage)


async def test_the_page_keys_scroll_what_was_found(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_E)
        form = form_now()
        form.tried("door*", replace(TRIED, examples=(HIT,) * 20))
        form.name.setFocus()
        await stage.settle()
        await stage.press(Qt.Key.Key_PageDown)
        assert form._found.verticalScrollBar().value() > 0
        await stage.press(Qt.Key.Key_PageUp)
        assert form._found.verticalScrollBar().value() == 0
        await close(stage)


async def test_a_query_that_cannot_be_read_is_marked_where_it_is_wrong(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        error = BadInput("At character 8: this parenthesis is never closed.", hint="Add a ) where the group ends.")
        stage.hub.link.answers[TryQuery] = error
        await stage.press(Qt.Key.Key_E)
        form = form_now()
        form.query.setPlainText("  👍 door (late OR lost")
        await stage.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert form.said.words == str(error)
        (marked,) = form.query.extraSelections()
        assert marked.cursor.selectedText() == "(late"
        assert form.query.hasFocus()
        form.query.insertPlainText("x")
        assert form.query.extraSelections() == []
        await close(stage)


async def test_a_trial_of_words_that_were_changed_since_is_left(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_E)
        form = form_now()
        form.tried("another", TRIED)
        assert form._examples == []
        await close(stage)


async def test_without_a_name_or_a_query_it_is_not_saved_and_the_form_says_what_is_missing(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        await opened(stage, DOORS)
        await stage.press(Qt.Key.Key_A)
        form = form_now()
        QTest.keyClick(form.name, Qt.Key.Key_Return)
        assert form.said.words == "“Name” is missing."
        form.name.put("Gates")
        QTest.keyClick(form.name, Qt.Key.Key_Return)
        assert form.said.words == "“Query” is missing."
        assert asked(stage, SaveTopic) == []
        await close(stage)


async def test_no_topic_yet_is_said_every_control_has_a_name_and_others_ask_a_lead(tmp_path: Path) -> None:
    async with DeskStage(tmp_path) as stage:
        dialog = await opened(stage)
        assert dialog._empty.accessibleName().startswith("No topic yet.")
        assert nameless(dialog) == []
        await stage.press(Qt.Key.Key_A)
        assert nameless(form_now()) == []
        await close(stage)
    async with DeskStage(tmp_path, hub=DeskHub(role="senior")) as stage:
        assert stage.window.table["tend_topics"].refusal(stage.window.hands) == "Ask a lead"
