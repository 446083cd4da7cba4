"""What a transaction changed: the news the hub spreads after a commit. Known by store, services and hub; knows domain
only."""

from msgspec import Struct

from app.domain.counts import Count


class Changes(Struct, frozen=True, kw_only=True):
    """Kinds and ids that a committed transaction touched.

    Attributes:
        sequence: grows with every commit of this store; 0 when nothing was written.
        posts: ids of new posts, arrival order. `edited` and `deleted` are ids of posts known before.
        conversations: ids that are new or changed in any way.
        outbox, drafts (conversation ids), people: ids touched.
        counts: increments of the minute counts; `backfill` marks those that catch up with the past.
        tables: names of small tables that changed as a whole: accounts, topics, tokens, settings, hold, moderation; and
            the search index.
        initiator: which station's call did it; empty for the hub itself.
    """

    sequence: int = 0
    posts: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    conversations: tuple[int, ...] = ()
    outbox: tuple[int, ...] = ()
    drafts: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    counts: tuple[Count, ...] = ()
    backfill: bool = False
    tables: frozenset[str] = frozenset()
    initiator: str = ""

    def __bool__(self) -> bool:
        return self.sequence > 0
