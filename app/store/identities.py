"""Who wrote a batch: finds or makes identities and people, a few statements a batch. Known by `ingest`; knows tables
and bulk.
"""

from collections.abc import Iterable

from msgspec import Struct

from app.core.clock import Millis
from app.domain.post import Author, Post
from app.store import bulk
from app.store.tables import identities, people
from app.store.transaction import Write

_CHANGING = ("handle", "name", "followers", "avatar_url")


class Identity(Struct):
    """One row of `identities`."""

    id: int
    person_id: int
    network: str
    native_id: str
    handle: str
    name: str
    followers: int
    avatar_url: str


class Identities:
    """The identities of a batch; `keep` writes what is new or changed.

    Attributes:
        new_people: ids of those heard for the first time.
    """

    def __init__(self, tx: Write, posts: Iterable[Post]) -> None:
        self._tx = tx
        self._known: dict[tuple[str, str], Identity] = {}
        self._new: list[tuple[Identity, Millis]] = []
        self.new_people: set[int] = set()
        self._changed: dict[int, Identity] = {}
        wanted = {(post.network, post.author.native_id) for post in posts}
        for row in bulk.named(tx, identities, wanted):
            one = Identity(*tuple(row))
            self._known[one.network, one.native_id] = one
        unknown = len(wanted) - len(self._known)
        self._ids = iter(tx.ids.block(unknown) if unknown else ())

    def of(self, post: Post) -> Identity:
        """The author of a new post, with what the post newly tells about him."""
        author = post.author
        known = self._known.get((post.network, author.native_id))
        if known is None:
            return self._make(post)
        if (
            (author.handle and author.handle != known.handle)
            or (author.followers and author.followers != known.followers)
            or (author.name and author.name != known.name)
            or (author.avatar_url and author.avatar_url != known.avatar_url)
        ):
            self._learn(known, author)
        return known

    def person_id(self, post: Post) -> int:
        """Who wrote it, if we have heard of him; else 0."""
        known = self._known.get((post.network, post.author.native_id))
        return known.person_id if known else 0

    def keep(self) -> None:
        """Write new and changed rows."""
        bulk.insert(self._tx, people, [(one.id, one.name or one.handle, first_seen) for one, first_seen in self._new])
        bulk.insert(
            self._tx,
            identities,
            [
                (one.id, one.id, one.network, one.native_id, one.handle, one.name, one.followers, one.avatar_url)
                for one, _ in self._new
            ],
        )
        rows = [(one.handle, one.name, one.followers, one.avatar_url, one.id) for one in self._changed.values()]
        bulk.update(self._tx, identities, _CHANGING, sorted(rows, key=lambda row: row[-1]))

    def _make(self, post: Post) -> Identity:
        author = post.author
        made_id = next(self._ids)
        made = Identity(
            made_id,
            made_id,
            post.network,
            author.native_id,
            author.handle,
            author.name,
            author.followers,
            author.avatar_url,
        )
        self._known[post.network, author.native_id] = made
        self._new.append((made, post.created_at))
        self.new_people.add(made_id)
        return made

    def _learn(self, known: Identity, author: Author) -> None:
        known.handle = author.handle or known.handle
        known.name = author.name or known.name
        known.followers = author.followers or known.followers
        known.avatar_url = author.avatar_url or known.avatar_url
        if known.person_id not in self.new_people:
            self._changed[known.id] = known
            self._tx.changes.people.add(known.person_id)
