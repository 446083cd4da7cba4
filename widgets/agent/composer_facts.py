"""What is known about the reply that is being written: its length, its parts, what became of the post it answers. Known
by the composer and its hands; knows the desk and models."""

import dataclasses

from app.core.clock import Millis
from app.domain.parts import split
from app.domain.principal import Right
from app.domain.reply import OutboxItem
from widgets.agent.desk import Desk
from widgets.models.answer_window import answer_until
from widgets.models.composition import Composition, Destination
from widgets.models.counting import Counted, count
from widgets.models.reply_facts import Facts, change_of_target
from widgets.models.reports import undelivered


def counted(composition: Composition) -> Counted:
    """The reply's length against its network's limit."""
    text, destination = composition.reply.text, composition.destination
    return count(text, destination.limits) if destination is not None else Counted(len(text), 0)


def parts(composition: Composition) -> tuple[str, ...]:
    """The posts the reply would become as a thread; empty where the network takes none."""
    destination = composition.destination
    return split(composition.reply.text, destination.limits) if destination is not None else ()


class ComposerFacts:
    """Asks the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, composition: Composition, length: Counted) -> Facts:
        """All that decides whether and how a reply of this length can be sent."""
        desk, destination = self._desk, composition.destination
        account = desk.directory.account(destination.account_id) if destination is not None else None
        parent = destination.parent if destination is not None else ""
        return Facts(
            composition=composition,
            counted=length,
            now=desk.link.now(),
            may_reply=desk.may(Right.REPLY),
            item=self.item(),
            lost_since=desk.lost_since,
            hold=desk.directory.hold(),
            target=desk.opened.entry_of(parent) if desk.opened is not None else None,
            rival=desk.rival(),
            writer=desk.directory.company.writer(desk.open_id),
            pictures=desk.uploads.of(composition.conversation_id),
            parts=len(parts(composition)) if length.over else 0,
            news=desk.opened.news_after(parent, me=desk.directory.me) if desk.opened is not None else None,
            heard_at=desk.link.as_of(),
            answer_until=self._answer_until(destination),
            protected=account is not None and account.protected,
            undelivered=undelivered(desk.opened.entries()) if desk.opened is not None else None,
        )

    def later(self, facts: Facts) -> Facts:
        """The same facts at this moment: nothing but time has passed."""
        return dataclasses.replace(facts, now=self._desk.link.now(), heard_at=self._desk.link.as_of())

    def change(self, composition: Composition) -> str:
        """What became of the post that is answered: `gone`, `edited` or empty."""
        return change_of_target(self.of(composition, counted(composition)))

    def item(self) -> OutboxItem | None:
        """The open conversation's reply that is unknown, else its newest failed one; None when all is well."""
        return self._desk.directory.troubled(self._desk.open_id)

    def _answer_until(self, destination: Destination | None) -> Millis:
        opened = self._desk.opened
        return answer_until(destination.limits, opened.entries()) if destination is not None and opened else 0
