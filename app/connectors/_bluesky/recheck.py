"""How Bluesky is asked for delivered posts again. Known by the Bluesky connector; knows the shared lane, the session
and views."""

from collections.abc import Mapping, Sequence

import msgspec

from app.connectors._bluesky.addresses import did_of
from app.connectors._bluesky.hearing import Hearing, version_of
from app.connectors._bluesky.views import PostView, read_profiles, read_views
from app.connectors.reading import objects, text_of
from app.connectors.recheck import Recheck
from app.domain.post import Post


class LookAgain(Recheck[PostView]):
    """The lane. A post that is not shown to us was deleted, or its author was, or one of us blocks the other."""

    def __init__(self, hearing: Hearing) -> None:
        super().__init__(hearing.recent, hearing.clock)
        self._hearing = hearing

    async def ask(self, keys: Sequence[str]) -> Mapping[str, tuple[str, PostView] | None]:
        """Source: app.bsky.feed.getPosts, 25 at most."""
        answer = await self._hearing.session.get("app.bsky.feed.getPosts", {"uris": keys}, backfill=True)
        raw = list(objects(answer.get("posts")))
        read = {view.uri: (version_of(view), view) for view in read_views(raw)}
        return {uri: read.get(uri) for one in raw if (uri := text_of(one.get("uri")))}

    async def changed(self, found: Sequence[PostView]) -> Sequence[Post]:
        """With the time of this look: Bluesky does not say when. A new label counts, so that safety judges anew."""
        now = self._hearing.clock.now()
        return [msgspec.structs.replace(post, edited_at=now) for post in await self._hearing.posts(found)]

    async def gone(self, keys: Sequence[str]) -> Sequence[str]:
        """What a block hides is not deleted: it stays, and is not looked at any more."""
        asked = {"actors": list(dict.fromkeys(did_of(uri) for uri in keys))}
        answer = await self._hearing.session.get("app.bsky.actor.getProfiles", asked, backfill=True)
        hidden = {profile.did for profile in read_profiles(answer.get("profiles")) if profile.blocks}
        return [uri for uri in keys if did_of(uri) not in hidden]
