"""Furnishes the demo's house: the invented company, its topics and the replay that plays its busy day. Known by the
hub's main; knows services' house and store."""

import tomllib

from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.core.paths import resources
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.domain.principal import HUB
from app.domain.topic import Topic, TopicKind
from app.services.house import House
from app.store import accounts, audit, conversations, topics
from app.store.transaction import Write

ORGANISATION = "Norvane Air"
CRISIS_IN_MINUTES = "4"
HISTORY_HOURS = "48"
"""Two days: one to learn what is usual, one with fog and lost bags to show against it."""

CRISIS_PACE = "5"
"""The story's hour of crisis in twelve minutes."""


async def furnish(house: House) -> None:
    """Add what a demo needs to an empty house; a furnished one is left as it is."""
    wanted = demo_topics()

    def work(tx: Write) -> None:
        if accounts.all(tx):
            return
        for topic in wanted:
            topics.save(tx, topic)
        saved = accounts.save(tx, demo_account())
        audit.write(tx, HUB, "demo.furnished", f"account:{saved.id}")

    await house.store.write(work)


class Colleagues:
    """The demo's other agents: they take and resolve conversations, so that the queue looks like a working day's.

    Only acts on what the replay brought; the visitor's own conversations are his, and so is the one he looks at.
    """

    NAMES = ("Ana", "Dev", "Tomas", "Kari")
    TAKE_AFTER: Millis = 6 * MINUTE
    RESOLVE_AFTER: Millis = 26 * MINUTE
    SECONDS = 3.0
    AT_ONCE = 400

    def __init__(self, house: House) -> None:
        self._house = house

    async def work(self) -> None:
        """Go on for ever."""
        while True:
            await self._house.store.write(self._tend)
            await self._house.clock.sleep(self.SECONDS)

    def _tend(self, tx: Write) -> None:
        cards, _after = conversations.page(tx, View(order="due"), limit=self.AT_ONCE)
        seen = {one.conversation_id for one in self._house.company.here(tx.now)}
        free = [
            card for card in cards if card.assignee in ("", *self.NAMES) and card.outbox is None and card.id not in seen
        ]
        done = [card.id for card in free if card.last_at < tx.now - self.RESOLVE_AFTER]
        if done:
            conversations.set_status(tx, done, Status.RESOLVED, by=self.NAMES[0])
        for card in free:
            waited = tx.now - card.last_at
            if not card.assignee and card.id % 3 and self.TAKE_AFTER < waited <= self.RESOLVE_AFTER:
                name = self.NAMES[card.id % len(self.NAMES)]
                conversations.assign(tx, (card.id,), name, by=name)


def demo_account() -> Account:
    """The replay's account; nothing it sends leaves the machine."""
    return Account(
        id=0,
        network="replay",
        handle="norvaneair",
        brand=ORGANISATION,
        monogram="NA",
        hue=0,
        options={
            "story": "busy",
            "crisis_in_minutes": CRISIS_IN_MINUTES,
            "pace": CRISIS_PACE,
            "history_hours": HISTORY_HOURS,
        },
        undo_seconds=8,
        first_reply_minutes=30,
    )


def demo_topics() -> list[Topic]:
    """The topics of resources/replay/topics.toml."""
    text = (resources() / "replay" / "topics.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["topic"]
    return [
        Topic(
            id=0,
            name=_(row["name"]),
            query=row["query"],
            kind=TopicKind(row.get("kind", "product")),
            line_of_business=row.get("line_of_business", ""),
            on_wall=row.get("on_wall", True),
        )
        for row in rows
    ]
