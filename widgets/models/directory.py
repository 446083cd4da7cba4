"""The small tables every part of the desk looks things up in: accounts, networks, topics, house, counts, outbox.
Known by the agent's room; knows link, wire and watch."""

from collections.abc import Callable, Iterable

import msgspec
from PySide6.QtCore import QObject, Signal

from app.core.i18n import N_, _
from app.domain.account import Account, Health
from app.domain.network import Limits, NetworkInfo
from app.domain.reply import OutboxItem, OutboxState
from app.domain.topic import Topic
from app.link.base import Link
from app.wire.answers import Colleague
from app.wire.feeds import AccountFeed, CountFeed, Feed, HealthFeed, HouseFeed, HouseRow, OutboxFeed, TopicFeed
from widgets.models.company import Company
from widgets.models.watch import Watch

TITLES = {"email": N_("E-mail"), "linkedin": "LinkedIn", "tiktok": "TikTok", "youtube": "YouTube"}
"""Names of networks that are not simply capitalized, for posts that came through an import or a replay."""

ON_THE_WAY = frozenset({OutboxState.WAITING, OutboxState.SENDING})
TROUBLED = frozenset({OutboxState.FAILED, OutboxState.UNKNOWN})


class Directory(QObject):
    """Looked up, never waited for.

    Attributes:
        company: who else looks at which conversation.
        colleagues: their names, as far as the hub has told them.

    Signals:
        accounts_changed, house_changed, counts_changed, outbox_changed, health_changed, colleagues_changed: a table
            changed.
    """

    accounts_changed = Signal()
    house_changed = Signal()
    counts_changed = Signal()
    outbox_changed = Signal()
    health_changed = Signal()
    colleagues_changed = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.company = Company(link, self)
        self._networks: dict[str, NetworkInfo] = {}
        self.colleagues: tuple[str, ...] = ()
        self._accounts = self._watch(AccountFeed(), self.accounts_changed.emit)
        self._topics = self._watch(TopicFeed(), self.accounts_changed.emit)
        self._house = self._watch(HouseFeed(), self.house_changed.emit)
        self._outbox = self._watch(OutboxFeed(), self.outbox_changed.emit)
        self._health = self._watch(HealthFeed(), self.health_changed.emit)
        self._counts: Watch | None = None
        self.know_me()

    # public

    @property
    def me(self) -> str:
        return self._link.name

    def know_me(self) -> None:
        """Watch the counts of whoever the hub says we are."""
        feed = CountFeed(me=self._link.name)
        if self._counts is not None and self._counts.mirror.feed == feed:
            return
        if self._counts is not None:
            self._counts.close()
        self._counts = self._watch(feed, self.counts_changed.emit)

    def learn_networks(self, networks: tuple[NetworkInfo, ...]) -> None:
        """Take the hub's list of networks."""
        self._networks = {one.name: msgspec.structs.replace(one, title=_(one.title)) for one in networks}
        self.accounts_changed.emit()

    def learn_colleagues(self, colleagues: Iterable[Colleague] | None) -> None:
        """Take the hub's list of colleagues: a note in the thread shows whom it names."""
        names = tuple(one.name for one in colleagues or ())
        if names != self.colleagues:
            self.colleagues = names
            self.colleagues_changed.emit()

    def network(self, name: str, *, through: str = "", account_id: int = 0) -> NetworkInfo:
        """A network by name, as the server of an account of ours has it.

        One that no connector serves has the limits of the one its posts came `through`.
        """
        known = self._networks.get(name)
        if known is not None:
            health = next((one for one in self.health() if one.account_id == account_id), None)
            own = health.limits if health is not None else None
            return known if own is None else msgspec.structs.replace(known, limits=own)
        carrier = self._networks.get(through)
        limits = carrier.limits if carrier is not None else Limits()
        title = _(TITLES.get(name, name.replace("_", " ").title()))
        return NetworkInfo(
            name=name, title=title, glyph=name[:2].upper(), icon=name, capabilities=frozenset(), limits=limits
        )

    def accounts(self) -> list[Account]:
        """Accounts in rail order: by id."""
        return sorted(self._accounts.rows.values(), key=lambda account: account.id)

    def has_no_account(self) -> bool:
        """Whether the hub has said that there is none."""
        return self._accounts.mirror.filled and not self._accounts.rows

    def account(self, account_id: int) -> Account | None:
        return self._accounts.rows.get(str(account_id)) or next(
            (one for one in self._accounts.rows.values() if one.id == account_id), None
        )

    def topics(self) -> list[Topic]:
        """Topics, fullest first, then by name."""
        return sorted(self._topics.rows.values(), key=lambda topic: (-self.count(f"topic:{topic.id}"), topic.name))

    def topic(self, topic_id: int) -> Topic | None:
        return self._topics.rows.get(str(topic_id)) or next(
            (one for one in self._topics.rows.values() if one.id == topic_id), None
        )

    def house(self) -> HouseRow | None:
        return next(iter(self._house.rows.values()), None)

    def hold(self) -> str:
        """The reason of a hold on all sending, empty when there is none."""
        house = self.house()
        return house.hold if house is not None else ""

    def count(self, name: str) -> int:
        """How many conversations a view holds; 0 while not known."""
        row = self._counts.rows.get(name) if self._counts is not None else None
        return row.count if row is not None else 0

    def knows_count(self, name: str) -> bool:
        return self._counts is not None and name in self._counts.rows

    def outbox(self) -> list[OutboxItem]:
        """Every reply that has not come to rest, oldest first."""
        return sorted(self._outbox.rows.values(), key=lambda item: item.id)

    def on_the_way(self) -> list[OutboxItem]:
        """Own replies still to leave, the next one first."""
        return sorted(self._own(*ON_THE_WAY), key=lambda item: item.not_before)

    def first_on_the_way(self) -> list[OutboxItem]:
        """Own replies still to leave, the next one first; of a thread its first part."""
        return _first_parts(self.on_the_way())

    def held(self) -> list[OutboxItem]:
        """Own replies that are held, oldest first; of a thread its first part."""
        return _first_parts(self._own(OutboxState.HELD))

    def own_troubled(self) -> list[OutboxItem]:
        """Own replies that failed or may be out, oldest first; of a thread its first part."""
        return _first_parts(self._own(*TROUBLED))

    def troubled(self, conversation_id: int) -> OutboxItem | None:
        """A conversation's reply that is unknown, else its newest failed one; None when all is well."""
        items = [one for one in self.outbox() if one.conversation_id == conversation_id and one.state in TROUBLED]
        unknown = [one for one in items if one.state is OutboxState.UNKNOWN]
        return next(iter(unknown or reversed(items)), None)

    def health(self) -> list[Health]:
        return list(self._health.rows.values())

    def close(self) -> None:
        """Let go of every feed."""
        self.company.close()
        for watch in (self._accounts, self._topics, self._house, self._outbox, self._health, self._counts):
            if watch is not None:
                watch.close()

    # inside

    def _own(self, *states: OutboxState) -> list[OutboxItem]:
        return [item for item in self.outbox() if item.author == self.me and item.state in states]

    def _watch(self, feed: Feed, tell: Callable[[], None]) -> Watch:
        watch = Watch(self._link, feed, self)
        watch.changed.connect(lambda _change: tell())
        return watch


def _first_parts(items: list[OutboxItem]) -> list[OutboxItem]:
    """Of each thread the part that leaves first."""
    first: dict[int, OutboxItem] = {}
    for item in items:
        first.setdefault(item.chain or item.id, item)
    return list(first.values())
