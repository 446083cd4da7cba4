"""What a desk does about a crisis: declares it, leads it, declares it over. Known by the hands for alarms; knows the
desk and the crisis' dialogs."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.alarm import KeptAlarm
from app.domain.crisis import Crisis
from app.domain.principal import Right
from app.wire.crisis_calls import DeclareCrisis as Declare
from app.wire.crisis_calls import EndCrisis, ListPlaybooks, SaveCrisis
from app.wire.feeds import CrisisFeed
from app.wire.request import Request
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.crisis import CrisisDialog
from widgets.dialogs.declare_crisis import DeclareCrisis
from widgets.dialogs.palette import Offer, Palette
from widgets.models.views import OPEN
from widgets.models.watch import Watch


class CrisisHands(QObject):
    """The hands for crises of one desk."""

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk
        self._crises = Watch(desk.link, CrisisFeed(), self)

    def standing(self) -> list[Crisis]:
        """The crises that are declared and not over, the newest first."""
        return sorted(self._crises.rows.values(), key=lambda one: (-one.declared_at, one.alarm))

    def close(self) -> None:
        """Watch no longer."""
        self._crises.close()

    def go(self, show: Callable[[str], None]) -> None:
        """To the conversations about the crisis; of several ask which. `show` is given the view's name."""
        standing = self.standing()
        if len(standing) == 1:
            show(_view_of(standing[0]))
        elif standing:
            names = [self._topic_name(one) for one in standing]
            offers = [
                Offer(_view_of(one), name, _("Crisis"), icon="shield", end=one.matter)
                for one, name in zip(standing, names, strict=True)
            ]
            palette = Palette(self._seat.look, offers, parent=self._seat)
            palette.chosen.connect(lambda view, _typed: show(view))
            self._seat.ask(palette, help_at=("desk", "When it is a crisis"))

    def _topic_name(self, crisis: Crisis) -> str:
        topic = self._desk.directory.topic(crisis.topic)
        return topic.name if topic is not None else _("All posts")

    @property
    def may_lead(self) -> bool:
        """Whether this desk may declare and lead."""
        return self._desk.may(Right.LEAD)

    def declare(self, alarm: KeptAlarm, topic: str, *, over: QWidget, refuse: Callable[[str], None]) -> None:
        """Ask for the checklist, declare, and lead; one that stands is led at once."""

        def offer(playbooks: Any, trouble: str = "") -> None:
            question = DeclareCrisis(self._seat.look, playbooks, topic=topic, trouble=trouble, parent=over)
            question.answered.connect(
                lambda name: self._ask(over, Declare(alarm=alarm.id, playbook=name), lead, refuse)
            )
            question.open()

        def lead(crisis: Crisis) -> None:
            self.lead(crisis, topic, over=over)

        self._ask(over, ListPlaybooks(), offer, lambda words: offer((), words))

    def lead(self, crisis: Crisis, topic: str, *, over: QWidget) -> None:
        """Open what is done about it; what others save comes in while it is open."""
        dialog = CrisisDialog(self._seat.look, crisis, topic=topic, now=self._desk.link.now, parent=over)
        watch = Watch(self._desk.link, CrisisFeed(), dialog)

        def follow(_change: object = None) -> None:
            theirs = watch.mirror.rows.get(str(crisis.alarm))
            if theirs is not None:
                dialog.take(theirs)

        watch.changed.connect(follow)
        follow()
        dialog.save_wanted.connect(lambda mine: self._ask(dialog, SaveCrisis(crisis=mine), dialog.saved, dialog.refuse))
        dialog.end_wanted.connect(lambda one: self._ask_end(dialog, one))
        dialog.finished.connect(watch.close)
        dialog.open()
        dialog.fit(self._seat.size())
        dialog.resize(dialog.sizeHint())

    def _ask_end(self, dialog: CrisisDialog, crisis: Crisis) -> None:
        question = Confirm(
            self._seat.look,
            _("Is the crisis over?"),
            _("Walls go back to what they showed. What was done stays in the audit."),
            safe=_("Not yet"),
            act=_("It is over"),
            parent=dialog,
        )
        end = EndCrisis(alarm=crisis.alarm, revision=crisis.revision)
        question.accepted.connect(lambda: self._ask(dialog, end, lambda _ended: dialog.accept(), dialog.refuse))
        question.open()

    def _ask(
        self, shown: QWidget, request: Request, answered: Callable[[Any], None], refuse: Callable[[str], None]
    ) -> None:
        """Ask the hub; what is shown may have been closed when the answer comes."""

        def answer(told: Any) -> None:
            if isValid(shown):
                answered(told)

        def fail(error: FishbowlError) -> None:
            if isValid(shown):
                refuse(str(error))

        self._desk.ask(request, answer, fail)


def _view_of(crisis: Crisis) -> str:
    """The queue's view of what a crisis is about."""
    return f"topic:{crisis.topic}" if crisis.topic else OPEN
