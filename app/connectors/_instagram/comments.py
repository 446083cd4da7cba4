"""Publishes an account's comments, each once, and takes them back. Known by the Instagram connector; knows the graph
and once.

Instagram has no idempotency keys: before a key is sent again, the answers below the same comment are read for our own
words. An answer to an answer stands below the first comment.
Source: developers.facebook.com/docs/instagram-platform/comment-moderation, /reference/ig-user/mentions.
"""

from typing import Any

from app.connectors._instagram.posts import COMMENT_FIELDS, MENTION
from app.connectors._meta.graph import Graph
from app.connectors.base import Ambiguous
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, iso, name_of, objects, text_of
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

MOST_PAGES = 10


class Comments:
    """What goes out publicly in an account's name."""

    def __init__(self, graph: Graph, once: Once) -> None:
        self._graph = graph
        self._once = once

    async def send(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        return await self._once.send(
            key, look=lambda: self.find(reply, us=us, key=key), publish=lambda: self._publish(reply, us)
        )

    async def find(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt | None:
        """What was published under this key, as far as the comments tell."""
        name = text_of(dig(await self._graph.get("/me", {"fields": "username"}, reply=True), "username"))
        for one in await self._beside(reply, us):
            ours = text_of(one.get("username")) == name or text_of(dig(one, "from", "username")) == name
            same = text_of(one.get("text")).strip() == reply.text.strip()
            recent = iso(one.get("timestamp")) >= not_before(key)
            native_id = name_of(one.get("id"))
            if name and ours and same and recent and not self._once.is_anothers(native_id, key):
                return self._once.keep(key, Receipt(native_id=native_id, published_at=iso(one.get("timestamp"))))
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own comment back; one that is gone already is no error."""
        try:
            await self._graph.delete(f"/{native_id}")
        except Missing:
            return

    async def _beside(self, reply: OutgoingReply, us: str) -> list[dict[str, Any]]:
        """The comments among which the reply stands if it is out."""
        if reply.thread.startswith(MENTION):
            medium = reply.thread.removeprefix(MENTION)
            wanted = f"mentioned_media.media_id({medium}){{comments{{{COMMENT_FIELDS}}}}}"
            told = await self._graph.get(f"/{us}", {"fields": wanted}, reply=True)
            return list(objects(dig(told, "mentioned_media", "comments", "data")))
        path = f"/{reply.parent}/comments"
        if reply.parent != reply.thread:
            told = await self._graph.get(f"/{reply.parent}", {"fields": "parent_id"}, reply=True)
            path = f"/{name_of(dig(told, 'parent_id')) or reply.parent}/replies"
        pages = self._graph.pages(path, {"fields": COMMENT_FIELDS, "limit": 50}, most=MOST_PAGES)
        return [one async for rows in pages for one in rows]

    async def _publish(self, reply: OutgoingReply, us: str) -> Receipt:
        made = await self._graph.post(self._path(reply, us), {"message": reply.text, **self._place(reply)})
        native_id = name_of(made.get("id"))
        if not native_id:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name=self._graph.name))
        return Receipt(native_id=native_id, published_at=self._graph.tools.clock.now())

    def _path(self, reply: OutgoingReply, us: str) -> str:
        if reply.thread.startswith(MENTION):
            return f"/{us}/mentions"
        return f"/{reply.parent}/comments" if reply.parent == reply.thread else f"/{reply.parent}/replies"

    def _place(self, reply: OutgoingReply) -> dict[str, str]:
        """Where a mention is answered is named beside the words."""
        if not reply.thread.startswith(MENTION):
            return {}
        medium = reply.thread.removeprefix(MENTION)
        return {"media_id": medium, **({"comment_id": reply.parent} if reply.parent != medium else {})}
