"""What a desk does about topics: lists, adds, tries, changes and removes them, and takes that back. Known by the hands
for the house; knows the desk and dialogs."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.topic import Topic
from app.wire.calls import RemoveTopic, SaveTopic, TryQuery
from app.wire.request import Request
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.topic_form import TopicForm
from widgets.dialogs.topics import TopicsDialog
from widgets.models.words import isolate


class TopicHands(QObject):
    """The hands for topics of one desk."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk
        self._undo: list[Request] = []
        self._said = ""

    def tend(self, current: int = 0) -> None:
        """The list, with this topic chosen."""
        dialog = TopicsDialog(self._seat.look, self._desk.directory, current=current, parent=self._seat)
        dialog.add_requested.connect(lambda: self._instead(dialog, Topic(id=0, name="", query="")))
        dialog.change_requested.connect(lambda topic: self._instead(dialog, topic))
        dialog.remove_requested.connect(lambda topic: self._remove(dialog, topic))
        dialog.undo_requested.connect(lambda: self._take_back(dialog))
        dialog.rejected.connect(self._leave)
        dialog.say(self._said, undo=bool(self._undo))
        self._seat.ask(dialog)

    def edit(self, topic: Topic) -> None:
        """One topic's form; the list comes back when it is done."""
        directory = self._desk.directory
        form = TopicForm(
            self._seat.look,
            topic,
            network=lambda name: directory.network(name).title,
            now=self._desk.link.now,
            parent=self._seat,
        )
        form.try_requested.connect(lambda query: self._try(form, query))
        form.save_requested.connect(lambda: self._save(form, topic))
        form.rejected.connect(lambda: self.tend(topic.id))
        self._seat.ask(form)

    # inside

    def _instead(self, dialog: QDialog, topic: Topic) -> None:
        dialog.accept()
        self.edit(topic)

    def _try(self, form: TopicForm, query: str) -> None:
        self._ask(form, TryQuery(query=query), lambda found: form.tried(query, found), form.refuse)

    def _save(self, form: TopicForm, before: Topic) -> None:
        self._ask(form, SaveTopic(topic=form.topic), lambda saved: self._saved(form, before, saved), form.refuse)

    def _saved(self, form: TopicForm, before: Topic, saved: Topic) -> None:
        self._undo.append(SaveTopic(topic=before) if before.id else RemoveTopic(id=saved.id))
        words = _("Changed {topic}. Z takes it back.") if before.id else _("Added {topic}. Z takes it back.")
        self._said = words.format(topic=isolate(saved.name))
        form.accept()
        self.tend(saved.id)

    def _remove(self, dialog: TopicsDialog, topic: Topic) -> None:
        def removed(_answer: Any) -> None:
            self._undo.append(SaveTopic(topic=topic, again=True))
            words = _("Removed {topic}: posts are sorted by it no more. Z brings it back with the posts it had.")
            self._tell(dialog, words.format(topic=isolate(topic.name)))

        self._ask(dialog, RemoveTopic(id=topic.id), removed, dialog.refuse)

    def _take_back(self, dialog: TopicsDialog) -> None:
        if not self._undo:
            return
        request = self._undo.pop()

        def refuse(error: FishbowlError) -> None:
            self._undo.append(request)
            dialog.refuse(error)

        self._ask(dialog, request, lambda _answer: self._tell(dialog, _("Taken back.")), refuse)

    def _tell(self, dialog: TopicsDialog, words: str) -> None:
        self._said = words
        dialog.say(words, undo=bool(self._undo))

    def _leave(self) -> None:
        """What was done can still be taken back with the desk's own undo."""
        for request in self._undo:
            self._desk.deeds.undo_list.push((request,))
        self._undo, self._said = [], ""

    def _ask(
        self,
        dialog: QDialog,
        request: Request,
        answered: Callable[[Any], None],
        refused: Callable[[FishbowlError], None],
    ) -> None:
        """Ask the hub; the dialog may have been closed when the answer comes."""
        self._desk.ask(
            request,
            lambda told: answered(told) if isValid(dialog) else None,
            lambda error: refused(error) if isValid(dialog) else self._desk.problem.emit(error),
        )
