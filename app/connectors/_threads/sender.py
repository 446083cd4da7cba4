"""Publishes replies, each once, and takes them back. Known by the Threads connector; knows the graph and once.

A reply is made first and published then; only the second step is seen by anybody. Before a key is sent again our own
replies are read back to when it was made.
Source: developers.facebook.com/docs/threads/create-replies, /posts, /troubleshooting (container status, quotas).
"""

from typing import Any

from app.connectors._meta.graph import Graph
from app.connectors.base import Ambiguous, Malformed, RateLimited, Refused, Unreachable
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig, iso, name_of, text_of, web
from app.core.clock import HOUR
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

MOST_PAGES = 10
LOOKS = 6
BETWEEN_LOOKS = 5.0
"""Seconds; words alone are ready at once as a rule."""
_OWN = "id,text,timestamp,permalink,replied_to{id}"


class Sender:
    """What goes out in one account's name."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._once = Once(graph.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        made = ""

        async def prepare() -> None:
            nonlocal made
            made = await self._make(reply, us)

        return await self._once.send(
            key,
            look=lambda: self.find(reply, us=us, key=key),
            prepare=prepare,
            publish=lambda: self._publish(made, us),
        )

    async def find(self, reply: OutgoingReply, *, us: str, key: str) -> Receipt | None:
        """What was published under this key, as far as our own replies tell."""
        pages = self._graph.pages(f"/{us}/replies", {"fields": _OWN, "limit": 50}, most=MOST_PAGES, told_next=False)
        async for rows in pages:
            for one in rows:
                if self._is_it(one, reply, key):
                    return self._once.keep(key, _receipt(one))
            if any(iso(one.get("timestamp")) < not_before(key) for one in rows):
                break
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own post back; one that is gone already is no error."""
        try:
            await self._graph.delete(f"/{native_id}")
        except Missing:
            return

    async def _make(self, reply: OutgoingReply, us: str) -> str:
        await self._keep_to_quota(us)
        body = {"media_type": "TEXT", "text": reply.text, "reply_to_id": reply.parent}
        made = name_of(dig(await self._graph.make(f"/{us}/threads", body), "id"))
        if not made:
            raise Malformed(_("The answer of {name} makes no sense.").format(name=self._graph.name))
        for _look in range(LOOKS):
            told = await self._graph.get(f"/{made}", {"fields": "status,error_message"}, reply=True)
            status = text_of(dig(told, "status"))
            if status in {"ERROR", "EXPIRED"}:
                said = text_of(dig(told, "error_message")) or status
                raise Refused(_("The network refused: {said}").format(said=said))
            if status != "IN_PROGRESS":
                return made
            await self._graph.tools.clock.sleep(BETWEEN_LOOKS)
        raise Unreachable(_("The network still prepares the reply; nothing is published."))

    async def _keep_to_quota(self, us: str) -> None:
        """Raises RateLimited where the day's replies are used up: they come back as the hours pass."""
        asked = {"fields": "reply_quota_usage,reply_config"}
        rows = await self._graph.rows(f"/{us}/threads_publishing_limit", asked, reply=True)
        used, most = count_of(dig(rows, 0, "reply_quota_usage")), count_of(dig(rows, 0, "reply_config", "quota_total"))
        if most and used >= most:
            raise RateLimited(
                _("All {count} replies of these 24 hours are used.").format(count=most),
                until=self._graph.tools.clock.now() + HOUR,
            )

    async def _publish(self, made: str, us: str) -> Receipt:
        told = await self._graph.post(f"/{us}/threads_publish", {"creation_id": made})
        native_id = name_of(told.get("id"))
        if not native_id:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name=self._graph.name))
        return Receipt(native_id=native_id, published_at=self._graph.tools.clock.now())

    def _is_it(self, raw: dict[str, Any], reply: OutgoingReply, key: str) -> bool:
        return (
            name_of(dig(raw, "replied_to", "id")) == reply.parent
            and text_of(raw.get("text")).strip() == reply.text.strip()
            and iso(raw.get("timestamp")) >= not_before(key)
            and not self._once.is_anothers(name_of(raw.get("id")), key)
        )


def _receipt(raw: dict[str, Any]) -> Receipt:
    return Receipt(
        native_id=name_of(raw.get("id")), url=web(raw.get("permalink")), published_at=iso(raw.get("timestamp"))
    )
