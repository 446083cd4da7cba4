"""What the lanes of one account share, and how posts become batches. Known by the Bluesky lanes; knows people, views
and the field's words."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.connectors._bluesky.labels import labels_of
from app.connectors._bluesky.people import People
from app.connectors._bluesky.session import Session
from app.connectors._bluesky.views import PostView, Us, post_of, read_views
from app.connectors.base import ConnectorError, SignInFailed
from app.connectors.reading import objects
from app.connectors.recheck import Recent
from app.core.clock import MINUTE, Clock, Millis
from app.domain.post import Batch, Post

T = TypeVar("T")

AT_ONCE = 100
MOST_ASKED = 25
"""What app.bsky.feed.getPosts answers at most."""
PAST: Millis = 5 * MINUTE
"""Older than this when delivered is catching up with the past."""


class Bounded:
    """A set of text that forgets its oldest members."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._items: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, item: str) -> bool:
        return item in self._items

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: str) -> None:
        """Remember it, as the newest."""
        self._items[item] = None
        self._items.move_to_end(item)
        if len(self._items) > self._most:
            self._items.popitem(last=False)


@dataclass(frozen=True)
class Hearing:
    """What the lanes share.

    Attributes:
        recent: posts that the recheck lane looks at again.
    """

    session: Session
    us: Us
    people: People
    recent: Recent
    clock: Clock

    async def posts(self, views: Sequence[PostView]) -> list[Post]:
        """Views as posts with complete authors, oldest first."""
        now = self.clock.now()
        views = await self.whole(views)
        people = await self.people.complete(view.author for view in views)
        posts = [post_of(view, self.us, now=now, who=people[view.author.did]) for view in views]
        for view in views:
            self.recent.remember(view.uri, version_of(view))
        return sorted(posts, key=lambda post: post.created_at)

    async def whole(self, views: Sequence[PostView]) -> list[PostView]:
        """The views with what their posts show: notifications and the firehose tell of it only inside the record.

        A question that fails leaves them as they are: the words are worth more than the picture.
        """
        lacking = [view.uri for view in views if view.record.embed and view.embed is None]
        found: dict[str, PostView] = {}
        for uris in portions(lacking, MOST_ASKED):
            try:
                answer = await self.session.get("app.bsky.feed.getPosts", {"uris": uris}, backfill=True)
            except SignInFailed:
                raise
            except ConnectorError:
                break
            found.update((view.uri, view) for view in read_views(objects(answer.get("posts"))))
        return [found.get(view.uri, view) for view in views]

    def batches(self, lane: str, posts: Sequence[Post], *, cursor: str | None, caught_up_to: Millis) -> Iterator[Batch]:
        """The posts in portions; the last one, which may be empty, carries the cursor."""
        edge = self.clock.now() - PAST
        old = [post for post in posts if post.created_at < edge]
        live = [post for post in posts if post.created_at >= edge]
        parts = [(some, True) for some in portions(old)] + [(some, False) for some in portions(live)]
        last, last_is_old = parts.pop() if parts else ((), False)
        for some, is_old in parts:
            yield Batch(lane=lane, posts=some, backfill=is_old)
        yield Batch(lane=lane, posts=last, backfill=last_is_old, cursor=cursor, caught_up_to=caught_up_to)


def version_of(view: PostView) -> str:
    """Changes with the post, and with what the network warns of on it."""
    labels = sorted(labels_of(view.labels, now=0))
    return " ".join((view.cid, *labels))


def portions(items: Sequence[T], size: int = AT_ONCE) -> list[tuple[T, ...]]:
    """The items in their order, so many at once."""
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]
