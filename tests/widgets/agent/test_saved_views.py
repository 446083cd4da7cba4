"""The queue is filtered by brand, network, label, language, intent and colleague; a filter is kept under a name, stands
in the rail with its count, and is renamed, shared and removed with a way back; all of it by keys."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.errors import Code, FishbowlError
from app.domain.conversation import Status
from app.domain.mark import Mark
from app.domain.saved_view import Filter, SavedView
from app.domain.understanding import Intent
from app.wire.answers import Page
from app.wire.calls import ListColleagues, ListConversations, ListLabels, SaveDeskSettings
from app.wire.feeds import SavedViewRow
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage
from widgets.dialogs.palette import Palette

LISBON, REFUND = story.SAM, 4


def hub(**settings: object) -> DeskHub:
    """Sam writes Portuguese and asks; another one bears a label and complains."""
    made = DeskHub()
    made.cards[LISBON] = replace(made.cards[LISBON], language="pt", reasons=(("question", 8),), assignee="Ana Ruiz")
    made.cards[REFUND] = replace(
        made.cards[REFUND], language="en", labels=("Refund",), reasons=(("complaint", 10),), assignee=""
    )
    made.settings = replace(made.settings, **settings)  # type: ignore[arg-type]
    return made


async def choose(stage: DeskStage, typed: str) -> None:
    """The filter box, by its key."""
    stage.view.setFocus()
    await stage.press(Qt.Key.Key_F)
    await answer(stage, typed)


async def answer(stage: DeskStage, typed: str) -> None:
    """Type into what is asked, and Enter."""
    await stage.settle()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, typed)
    await stage.press(Qt.Key.Key_Return)
    await stage.settle()


def offered(stage: DeskStage) -> dict[str, str]:
    """The words of the open list with their glyphs."""
    palette = next(one for one in stage.window.findChildren(Palette) if one.isVisible())
    return {offer.words: offer.icon for offer in palette.rows()}


def rail(stage: DeskStage) -> list[str]:
    return [row.accessibleName() for row in stage.window.content.rail._rows if row.view.saved is not None]


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("Portuguese", Filter(language="pt")),
        ("Refund", Filter(label="Refund")),
        ("Question", Filter(intent=Intent.QUESTION)),
        ("Ana Ruiz", Filter(assignee="Ana Ruiz")),
        ("Fernhill Bank", Filter(account_id=2)),
        ("Mastodon", Filter(network="mastodon")),
        ("Only spam", Filter(only=Mark.SPAM)),
    ],
)
async def test_each_choice_is_typed_and_taken_by_enter(tmp_path: Path, typed: str, by: Filter) -> None:
    async with DeskStage(tmp_path, hub=hub()) as stage:
        every = set(stage.card_ids())
        await choose(stage, typed)
        assert stage.window.desk.filtering.now == by
        view = stage.window.desk.queue.named
        assert view is not None
        shown = {one for one in every if _passes(stage, one, by)}
        assert set(stage.card_ids()) == shown != every
        await choose(stage, "Show everything")
        assert set(stage.card_ids()) == every


def _passes(stage: DeskStage, number: int, by: Filter) -> bool:
    card = stage.hub.cards[number]
    return (
        (not by.language or card.language == by.language)
        and (not by.label or by.label in card.labels)
        and (by.intent is None or by.intent.value in dict(card.reasons))
        and (not by.assignee or card.assignee == by.assignee)
        and (not by.account_id or card.account_id == by.account_id)
        and (not by.network or card.network == by.network)
        and by.only is None
    )


async def test_choices_add_up_are_said_and_end_when_they_are_chosen_again(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub()) as stage:
        await choose(stage, "Portuguese")
        await choose(stage, "Ana Ruiz")
        await choose(stage, "Hide spam")
        assert stage.card_ids() == [LISBON]
        button = stage.window.content.queue._filter
        assert button.text() == "Only: \u2068Portuguese\u2069, \u2068Ana Ruiz\u2069 · Hidden: spam"
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_F)
        await stage.settle()
        checked = [words for words, icon in offered(stage).items() if icon == "check"]
        assert sorted(checked) == ["Ana Ruiz", "Hide spam", "Portuguese"]
        await answer(stage, "Portuguese")
        assert stage.window.desk.filtering.now == Filter(assignee="Ana Ruiz", without=(Mark.SPAM,))
        button.click()
        await stage.settle()
        assert stage.window.desk.filtering.now == Filter()


async def test_the_hub_keeps_the_whole_filter_and_another_desk_begins_with_it(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub()) as stage:
        await choose(stage, "Portuguese")
        saved = [call.settings for call in stage.hub.link.calls if isinstance(call, SaveDeskSettings)]
        assert saved[-1].narrowed == Filter(language="pt")
    async with DeskStage(tmp_path, hub=hub(narrowed=Filter(language="pt"))) as stage:
        assert stage.card_ids() == [LISBON]


async def test_a_filter_that_contradicts_the_view_shows_nothing_and_says_so(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub(narrowed=Filter(account_id=2))) as stage:
        stage.window.desk.show_view("account:1")
        await stage.settle()
        assert stage.card_ids() == []
        assert "Fernhill Bank" in stage.window.content.queue._empty.accessibleName()


async def test_without_the_hubs_lists_the_rest_is_offered(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub()) as stage:
        for call in (ListLabels, ListColleagues):
            stage.hub.link.answers[call] = FishbowlError("No.", code=Code.UNAVAILABLE)
        await choose(stage, "Portuguese")
        assert stage.card_ids() == [LISBON]


async def test_few_cards_of_a_walked_view_are_not_its_end(tmp_path: Path) -> None:
    """The hub tries the first rows only: what passes and stands behind them comes page by page."""
    made = hub()
    far = replace(made.cards[LISBON], id=77, due_at=made.cards[LISBON].due_at + 1)
    farther = replace(far, id=78, due_at=far.due_at + 1)
    pages = [
        Page(cards=(), after="a"),
        Page(cards=(far,), after="b"),
        Page(cards=(), after="c"),
        Page(cards=(farther,)),
    ]
    made.link.answers[ListConversations] = lambda _request: pages.pop(0)
    async with DeskStage(tmp_path, hub=made) as stage:
        await choose(stage, "Portuguese")
        await stage.settle()
        assert set(stage.card_ids()) == {LISBON, 77, 78}
        asked = [call.after for call in stage.hub.link.calls if isinstance(call, ListConversations)]
        assert asked == ["", "a", "b", "c"]


async def test_while_the_hub_looks_further_nobody_is_told_that_nothing_passes(tmp_path: Path) -> None:
    made = hub()
    made.link.answers[ListConversations] = FishbowlError("Later.", code=Code.UNAVAILABLE)
    async with DeskStage(tmp_path, hub=made) as stage:
        await choose(stage, "Icelandic")
        empty = stage.window.content.queue._empty
        assert empty.accessibleName() == "Nothing yet. Looking further down the queue..."
        made.link.answers[ListConversations] = Page(cards=())
        stage.window.desk.queue.want_more()
        await stage.settle()
        assert empty.accessibleName() == "Nothing passes the filter. Only: \u2068Icelandic\u2069"


async def test_a_filter_is_saved_shown_renamed_shared_and_removed_with_a_way_back(tmp_path: Path) -> None:
    async with DeskStage(tmp_path, hub=hub()) as stage:
        await choose(stage, "Portuguese")
        await choose(stage, "Save as a view")
        await answer(stage, "Lisbon mail")
        kept = next(iter(stage.hub.views.values())).view
        assert kept == SavedView(id=900, name="Lisbon mail", filter=Filter(language="pt"), owner=story.ME)
        assert rail(stage) == ["Lisbon mail, 2"]
        assert stage.window.desk.filtering.now == Filter()
        assert stage.card_ids() == [LISBON]
        assert stage.window.content.queue._title.text() == "Lisbon mail"
        stage.window.run("rename_view")
        field = QApplication.focusWidget()
        assert field is not None
        field.selectAll()  # type: ignore[attr-defined]
        await answer(stage, "In Lisbon")
        assert rail(stage) == ["In Lisbon, 2"]
        stage.window.run("share_view")
        await stage.settle()
        assert stage.hub.views[900].view.shared
        stage.window.run("remove_view")
        await stage.settle()
        assert rail(stage) == []
        assert {LISBON, REFUND} < set(stage.card_ids())
        stage.window.run("undo")
        await stage.settle()
        assert rail(stage) == ["In Lisbon, 2"]


async def test_a_saved_view_is_in_the_palette_with_its_count_and_takes_a_key(tmp_path: Path) -> None:
    made = hub()
    made.put_view(
        SavedViewRow(view=SavedView(id=5, name="Refunds", filter=Filter(label="Refund")), count=200, more=True)
    )
    made.settings = replace(made.settings, keys={"go_saved:5": "Ctrl+1"})
    async with DeskStage(tmp_path, hub=made) as stage:
        stage.window.run("palette")
        await stage.settle()
        palette = next(one for one in stage.window.findChildren(Palette) if one.isVisible())
        (offer,) = [one for one in palette.rows() if one.words == "Refunds"]
        assert (offer.group, offer.end, offer.key) == ("Saved views", "200+", "Ctrl 1")
        palette.reject()
        await stage.settle()
        stage.view.setFocus()
        await stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert stage.card_ids() == [REFUND]
        assert stage.window.content.queue._count.text() == "200+"


async def test_a_view_whose_label_is_gone_says_so(tmp_path: Path) -> None:
    made = hub()
    made.put_view(SavedViewRow(view=SavedView(id=5, name="Old", filter=Filter(label="Gone")), count=0, gone="label"))
    async with DeskStage(tmp_path, hub=made) as stage:
        words = "No conversation bears the label of this view any more"
        assert rail(stage) == [f"Old, 0, {words}"]
        stage.window.desk.show_view("saved:5")
        await stage.settle()
        assert words in stage.window.content.queue._empty.accessibleName()


async def test_a_filter_tried_on_a_saved_view_leaves_it_as_it_was(tmp_path: Path) -> None:
    made = hub()
    made.put_view(SavedViewRow(view=SavedView(id=5, name="Portuguese", filter=Filter(language="pt")), count=1))
    async with DeskStage(tmp_path, hub=made) as stage:
        stage.window.desk.show_view("saved:5")
        await stage.settle()
        await choose(stage, "Ana Ruiz")
        assert stage.window.desk.filtering.now == Filter(language="pt", assignee="Ana Ruiz")
        assert stage.hub.views[5].view.filter == Filter(language="pt")
        assert stage.card_ids() == [LISBON]


async def test_what_a_colleague_changes_in_the_view_that_is_shown_is_seen(tmp_path: Path) -> None:
    made = hub()
    view = SavedView(id=5, name="Ours", filter=Filter(language="pt"), owner="Rosa Lind", shared=True)
    made.put_view(SavedViewRow(view=view, count=1))
    async with DeskStage(tmp_path, hub=made) as stage:
        stage.window.desk.show_view("saved:5")
        await stage.settle()
        made.put_view(SavedViewRow(view=replace(view, filter=Filter(label="Refund")), count=1))
        await stage.settle()
        assert stage.card_ids() == [REFUND]


async def test_a_shared_view_is_a_leads_and_the_reason_is_said(tmp_path: Path) -> None:
    made = DeskHub(role="agent")
    view = SavedView(id=5, name="Ours", filter=Filter(), owner="Rosa Lind", shared=True)
    made.put_view(SavedViewRow(view=view, count=1))
    async with DeskStage(tmp_path, hub=made) as stage:
        for command in ("rename_view", "share_view", "remove_view"):
            assert stage.window.table[command].refusal(stage.window.hands) == "Show a saved view first."
        stage.window.desk.show_view("saved:5")
        await stage.settle()
        for command in ("rename_view", "share_view", "remove_view"):
            assert stage.window.table[command].refusal(stage.window.hands) == "Ask a lead"


async def test_all_open_of_another_status_keeps_its_own_filter(tmp_path: Path) -> None:
    made = hub()
    made.cards[LISBON] = replace(made.cards[LISBON], status=Status.PENDING)
    made.put_view(
        SavedViewRow(
            view=SavedView(id=5, name="W", base="waiting", order="newest", filter=Filter(language="pt")), count=1
        )
    )
    async with DeskStage(tmp_path, hub=made) as stage:
        stage.window.desk.show_view("saved:5")
        await stage.settle()
        assert stage.card_ids() == [LISBON]
