"""Publishes a Page's comments, each once, and takes them back. Known by the Facebook connector; knows the graph and
once.

Facebook has no idempotency keys: before a key is sent again, the post's newest comments are read back to when it was
made, for our own words under the same comment.
Source: developers.facebook.com/docs/graph-api/reference/object/comments (`attachment_id` is the id of a photo that was
uploaded unpublished), /page/photos (`source`, `published`, `alt_text_custom`; below 10 MB, not animated).
"""

from typing import Any

from app.connectors._meta.graph import Graph
from app.connectors.base import Ambiguous
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, iso, name_of, text_of
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

MOST_PAGES = 10


class Comments:
    """What goes out publicly in a Page's name."""

    def __init__(self, graph: Graph, once: Once) -> None:
        self._graph = graph
        self._once = once

    async def send(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        body = {"message": reply.text}

        async def prepare() -> None:
            for picture in reply.attachments:
                alt = {"alt_text_custom": picture.alt} if picture.alt else {}
                brought = await self._graph.upload(f"/{us}/photos", picture, field="source", published="false", **alt)
                body["attachment_id"] = brought

        return await self._once.send(
            key,
            look=lambda: self.find(reply, us=us, key=key),
            prepare=prepare,
            publish=lambda: self._publish(reply.parent, body),
        )

    async def find(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt | None:
        """What was published under this key, as far as the post's comments tell."""
        thread = reply.thread or reply.parent
        above = await self._above(reply.parent, thread)
        asked = {
            "filter": "stream",
            "order": "reverse_chronological",
            "limit": 100,
            "fields": "id,message,from,created_time,parent{id},permalink_url",
        }
        async for rows in self._graph.pages(f"/{thread}/comments", asked, most=MOST_PAGES):
            for one in rows:
                if self._is_it(one, reply, us=us, above=above, key=key):
                    return self._once.keep(key, _receipt(one))
            if any(iso(one.get("created_time")) < not_before(key) for one in rows):
                break
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own comment back; one that is gone already is no error."""
        try:
            await self._graph.delete(f"/{native_id}")
        except Missing:
            return

    async def _above(self, parent: str, thread: str) -> frozenset[str]:
        """Under what the reply may stand: an answer to an answer stands beside it."""
        if parent == thread:
            return frozenset({""})
        try:
            told = await self._graph.get(f"/{parent}", {"fields": "parent{id}"}, reply=True)
        except Missing:
            return frozenset({parent})
        return frozenset({parent, name_of(dig(told, "parent", "id")) or parent})

    def _is_it(self, raw: dict[str, Any], reply: OutgoingReply, *, us: str, above: frozenset[str], key: str) -> bool:
        return (
            name_of(dig(raw, "from", "id")) == us
            and name_of(dig(raw, "parent", "id")) in above
            and text_of(raw.get("message")).strip() == reply.text.strip()
            and iso(raw.get("created_time")) >= not_before(key)
            and not self._once.is_anothers(name_of(raw.get("id")), key)
        )

    async def _publish(self, parent: str, body: dict[str, str]) -> Receipt:
        made = await self._graph.post(f"/{parent}/comments", body)
        if not name_of(made.get("id")):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name=self._graph.name))
        return _receipt(made)


def _receipt(raw: dict[str, Any]) -> Receipt:
    native_id = name_of(raw.get("id"))
    url = text_of(raw.get("permalink_url")) or f"https://www.facebook.com/{native_id}"
    return Receipt(native_id=native_id, url=url, published_at=iso(raw.get("created_time")))
