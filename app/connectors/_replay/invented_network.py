"""The network our replies go to: this process's memory. Known by replay; knows script and domain.

Nothing leaves the machine. Replies are published once a key, can be found again, and move the person to answer. The
memory lives as long as the process: a connector made anew for the same account meets the same network.
"""

import random
from functools import cache

from app.connectors._replay.cast import Voice, load_cast
from app.connectors._replay.deck import line_for
from app.connectors._replay.pages import brand_author
from app.connectors._replay.phrases import load_phrases
from app.connectors._replay.script import Script
from app.connectors._replay.slots import Slots
from app.connectors._replay.timeline import Timeline
from app.connectors._replay.typing_styles import typed
from app.core.clock import SECOND, Millis
from app.domain.account import Account
from app.domain.post import Author, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt

_ANSWERS = 0.72
"""How many people answer our answer."""

_THANKS = 0.66
_SOONEST = 30
_LATEST = 180
"""Seconds until they do."""


class InventedNetwork:
    """What has been published through one account, and what people said to it.

    Attributes:
        world: the script and the clock it is told by, once the replay is open; a connector made anew meets it here.
    """

    def __init__(self) -> None:
        self.world: tuple[Script, Timeline] | None = None
        self._receipts: dict[str, Receipt] = {}
        self._posts: dict[str, Post] = {}
        self._waiting: dict[str, Post] = {}
        self._gone: dict[str, None] = {}

    def find(self, key: str) -> Receipt | None:
        return self._receipts.get(key)

    def post(self, native_id: str) -> Post | None:
        """A reply of ours or an answer to it."""
        return self._posts.get(native_id)

    def publish(
        self, reply: OutgoingReply, *, key: str, above: Post | None, account: Account, seed: int, moment: Millis
    ) -> Receipt:
        """Publish once; the same key again gives the same receipt. `above` is the post answered, if it is known."""
        known = self._receipts.get(key)
        if known is not None:
            return known
        own = _own(reply, key=key, above=above, account=account, moment=moment)
        receipt = self._receipts[key] = Receipt(native_id=own.native_id, published_at=moment)
        self._deliver(own)
        if above is not None and above.kind is not PostKind.OWN:
            answer = _answer(random.Random(f"{seed}:{key}"), above, own)
            if answer is not None:
                self._deliver(answer)
        return receipt

    def due(self, moment: Millis) -> tuple[Post, ...]:
        """Posts published up to now and not yet taken in, oldest first."""
        found = [post for post in self._waiting.values() if post.created_at <= moment]
        return tuple(sorted(found, key=lambda post: post.created_at))

    def gone(self) -> tuple[str, ...]:
        """Native ids deleted and not yet taken in."""
        return tuple(self._gone)

    def delivered(self, posts: tuple[Post, ...], gone: tuple[str, ...] = ()) -> None:
        """These were taken in for good."""
        for post in posts:
            self._waiting.pop(post.native_id, None)
        for native_id in gone:
            self._gone.pop(native_id, None)

    def delete(self, native_id: str) -> None:
        """Take one of our own posts back; one that is not there is no error."""
        if self._posts.pop(native_id, None) is not None:
            self._waiting.pop(native_id, None)
            self._gone[native_id] = None

    def _deliver(self, post: Post) -> None:
        self._posts[post.native_id] = self._waiting[post.native_id] = post


@cache
def network_of(account_id: int) -> InventedNetwork:
    """The one network of this account in this process, so that a connector made again still finds its sends."""
    return InventedNetwork()


def _own(reply: OutgoingReply, *, key: str, above: Post | None, account: Account, moment: Millis) -> Post:
    network = above.network if above else account.network
    author = brand_author(network, handle=account.handle, name=account.brand)
    return Post(
        network=network,
        native_id=f"replay:own-{key}",
        kind=PostKind.OWN,
        text=reply.text,
        created_at=moment,
        author=author,
        account_id=account.id,
        thread=reply.thread or reply.parent,
        parent=reply.parent,
        language=reply.language,
        reach=author.followers,
    )


def _answer(rng: random.Random, above: Post, own: Post) -> Post | None:
    """What the person says to our reply; None when they stay silent."""
    if rng.random() > _ANSWERS:
        return None
    voice = _voice_of(above)
    mood = "positive" if rng.random() < _THANKS else "negative"
    said = line_for(voice, rng, "answer", mood=mood)
    if said is None:
        return None
    at = own.created_at + int(rng.uniform(_SOONEST, _LATEST) * SECOND)
    slots = Slots(rng, load_phrases().words[voice.language], voice=voice, moment=at)
    text = slots.fill(said.parts)
    return Post(
        network=above.network,
        native_id=f"{own.native_id}.a",
        kind=above.kind if above.kind in (PostKind.DIRECT, PostKind.COMMENT) else PostKind.REPLY,
        text=typed(text, voice, mood=mood, rng=rng),
        created_at=at,
        author=above.author,
        account_id=own.account_id,
        thread=own.thread,
        parent=own.native_id,
        language=above.language,
        region=above.region,
        reach=above.reach,
    )


def _voice_of(post: Post) -> Voice:
    """The voice behind a post: its own if it is known, else one of the same country."""
    return _voices().get(post.author.native_id) or _stand_in(post.author, post.region)


def _stand_in(author: Author, region: str) -> Voice:
    voice = next(iter(load_cast().crowd.get(region) or load_cast().crowd["GB"]))
    return Voice(author=author, network=voice.network, language="en", region=voice.region)


@cache
def _voices() -> dict[str, Voice]:
    cast = load_cast()
    groups = (cast.by_handle.values(), *cast.crowd.values())
    return {voice.author.native_id: voice for group in groups for voice in group}
