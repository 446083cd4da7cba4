"""Posts as a public screen shows them: released, the author named as the wall's policy says. Known by the hub's tables;
knows store and wire."""

from collections.abc import Collection, Iterable, Mapping

from app.core.settings import Settings
from app.domain.consent import Purpose
from app.domain.heard import Public
from app.domain.masking import masked
from app.domain.network import GLYPHS
from app.domain.stored import StoredPost
from app.services.house import House
from app.store import consents, posts
from app.store.transaction import Read
from app.wire.feeds import HeldPostRow, StreamRow

ALARM_POSTS = 3

Named = tuple[StoredPost, str]
"""A post, and how screens name its author."""


class Glass:
    """What stands between posts and a screen."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._settings: Settings = house.settings

    async def stream(self, *, topic: int, limit: int) -> list[StreamRow]:
        """The newest released posts of a topic, or of all (0)."""
        return await self._house.store.read(lambda tx: self._rows(tx, posts.released(tx, topic=topic, limit=limit)))

    async def rows(self, found: Collection[StoredPost]) -> dict[int, StreamRow]:
        """Released posts by id."""
        made = await self._house.store.read(lambda tx: self._rows(tx, found)) if found else []
        return {row.id: row for row in made}

    async def released(self, ids: Iterable[int]) -> dict[int, StreamRow]:
        """Those of these posts that are released and still there, by id."""
        wanted = set(ids)
        found = await self._house.store.read(lambda tx: posts.many(tx, wanted)) if wanted else []
        return await self.rows([one for one in found if one.public is Public.RELEASED and not one.gone])

    async def named(self, ids: Iterable[int]) -> dict[int, Named]:
        """Those of these posts that are still stored, released or not, by id."""
        wanted = set(ids)
        return await self._house.store.read(lambda tx: self._named(tx, posts.many(tx, wanted))) if wanted else {}

    async def held(self, *, limit: int) -> list[HeldPostRow]:
        """The posts that wait for a person, each with the name a screen would show."""
        return await self._house.store.read(lambda tx: self._held(tx, posts.held(tx, limit=limit)))

    def _rows(self, tx: Read, found: Collection[StoredPost]) -> list[StreamRow]:
        names = self._names(tx, found)
        return [self._row(one, names[one.id]) for one in found]

    def _named(self, tx: Read, found: Collection[StoredPost]) -> dict[int, Named]:
        names = self._names(tx, found)
        return {one.id: (one, names[one.id]) for one in found}

    def _row(self, found: StoredPost, author: str) -> StreamRow:
        post = found.post
        return StreamRow(
            id=found.id,
            network=post.network,
            glyph=self._glyph(post.network),
            author=author,
            text=post.text,
            language=found.meaning.language,
            sentiment=found.meaning.sentiment,
            reach=post.reach,
            at=post.created_at,
            topics=found.topics,
        )

    def _held(self, tx: Read, found: Collection[StoredPost]) -> list[HeldPostRow]:
        names = self._names(tx, found)
        return [_waiting(one, names[one.id]) for one in found]

    def _names(self, tx: Read, found: Collection[StoredPost]) -> Mapping[int, str]:
        """How the author of each post is named."""
        policy = self._settings.wall.mask
        asked = policy == "consented" and found
        allowed = consents.given(tx, {one.person_id for one in found}, Purpose.NAME) if asked else frozenset()
        return {one.id: masked(one.post.author.handle, policy, consented=one.person_id in allowed) for one in found}

    def _glyph(self, network: str) -> str:
        if network in GLYPHS:
            return GLYPHS[network]
        info = self._house.network(network)
        return info.glyph if info else network[:2].capitalize()


def _waiting(found: StoredPost, shown_as: str) -> HeldPostRow:
    reasons = (*found.meaning.reasons, *(one.reason for one in found.meaning.objections))
    return HeldPostRow(
        id=found.id,
        network=found.post.network,
        name=found.post.author.name,
        handle=found.post.author.handle,
        text=found.post.text,
        at=found.post.created_at,
        reasons=tuple(dict.fromkeys(reasons)),
        shown_as=shown_as,
    )
