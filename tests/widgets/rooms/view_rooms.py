"""Rooms of filters, saved views and searching, by name, and how each is come to. Known by the tests that look at all of
them."""

from collections.abc import Callable

from app.core.clock import DAY
from app.domain.mark import Mark
from app.domain.saved_view import Filter, SavedView
from app.domain.understanding import Intent, Sentiment
from app.wire.answers import FoundPerson, Hit, Hits, PeoplePage
from app.wire.feeds import SavedViewRow
from tests.fakes import desk_story as story
from tests.widgets.agent.desk_stage import DeskStage
from widgets.agent.search_hands import Asked

Way = Callable[[DeskStage], object]

EVERYTHING = Filter(
    account_id=2, network="mastodon", label="Late train", language="de", intent=Intent.COMPLAINT, assignee="Ana Ruiz",
    without=(Mark.SPAM,),
)  # fmt: skip
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff 👩‍🚒 d’Ávila-Þorvaldsdóttir-Nguyễn"


def _views(stage: DeskStage) -> None:
    """Three views: one of many, one with a long name, one whose label is gone."""
    for number, (name, count, more, gone) in enumerate(
        (("Refunds", 37, False, ""), ("German, unassigned complaints", 200, True, ""), ("Old", 0, False, "label"))
    ):  # fmt: skip
        saved = SavedView(id=5 + number, name=name, filter=Filter(label="Refund"), owner=story.ME)
        stage.hub.put_view(SavedViewRow(view=saved, count=count, more=more, gone=gone))


def _shown(stage: DeskStage) -> None:
    _views(stage)
    stage.window.run("go_saved:7")


def _list(stage: DeskStage) -> None:
    _views(stage)
    stage.window.run("views")


def _narrowed(stage: DeskStage) -> None:
    """Every kind of choice at once."""
    stage.window.desk.filtering.narrow(EVERYTHING)


def _asked(stage: DeskStage) -> None:
    _narrowed(stage)
    stage.window.run("filter")


def _label_marked(stage: DeskStage) -> None:
    for one in (story.MIRA, story.SAM):
        stage.window.desk.queue.model.mark(one, on=True)
    stage.window.run("label")


def _found(stage: DeskStage) -> None:
    """People, a post, a note, and more of each."""
    post = Hit(
        post_id=1, conversation_id=story.MIRA, network="bluesky", name=LONG_NAME, handle="mira.example",
        text="The door was open again, and nobody came. " * 20, at=story.NOW - DAY, sentiment=Sentiment.NEGATIVE,
    )  # fmt: skip
    note = Hit(
        post_id=2, conversation_id=story.MIRA, network="bluesky", name="Ana Ruiz", handle="", at=story.NOW, note=True,
        text="Depot says the sensor on coach 3 was swapped.", sentiment=Sentiment.NEUTRAL,
    )  # fmt: skip
    person = FoundPerson(
        name=LONG_NAME, handle="a" * 40, network="mastodon", conversation_id=story.SAM, at=story.NOW - DAY
    )
    hits = Hits(hits=(post, note), fresh_to=story.NOW, after="x")
    stage.window.hands.searching.show(Asked("door"), hits, PeoplePage(people=(person,), after="y"))


WINDOWS: dict[str, Way] = {"saved-views": _views, "saved-view-gone": _shown, "narrowed": _narrowed}
DIALOGS: dict[str, Way] = {
    "filter-narrowed": _asked,
    "views": _list,
    "save-view": lambda stage: stage.window.run("save_view"),
    "labels-of-several": _label_marked,
    "found": _found,
}
