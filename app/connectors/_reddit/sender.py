"""Publishes replies, each once, and takes them back. Known by the Reddit connector; knows the line and listings.

Reddit has no idempotency keys: before a key is sent again, our newest comments are looked through for the same words
under the same parent.
Source: reddit.com/dev/api, POST /api/comment and /api/del.
"""

from typing import Any

from app.connectors._reddit.line import Line
from app.connectors._reddit.listings import MOST_PAGES, Listings
from app.connectors._reddit.things import MESSAGE, full_name, parent_of
from app.connectors.base import Ambiguous, RateLimited, Refused
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, epoch, text_of, web
from app.core.clock import MINUTE, SECOND
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

_SLOW_DOWN = "RATELIMIT"


class Sender:
    """What goes out in one account's name."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._once = Once(line.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, listings: Listings, *, us: str, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        return await self._once.send(
            key, look=lambda: self.find(reply, listings, us=us, key=key), publish=lambda: self._publish(reply)
        )

    async def find(self, reply: OutgoingReply, listings: Listings, *, us: str, key: str) -> Receipt | None:
        """What was published under this key, as far as what we said lately tells."""
        private = reply.parent.startswith(f"{MESSAGE}_")
        path, after = "/message/sent" if private else f"/user/{us}/comments", ""
        for _number in range(MOST_PAGES):
            found, after = await listings.page(path, {"sort": "new", "after": after})
            for kind, data in found:
                if self._is_it(kind, data, reply, key):
                    return self._once.keep(key, _receipt(kind, data))
            oldest = min((epoch(data.get("created_utc")) for _kind, data in found), default=0)
            if not after or oldest < not_before(key):
                break
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own comment back; one that is gone already is no error."""
        try:
            await self._line.post("/api/del", {"id": native_id})
        except Missing:
            return

    def _is_it(self, kind: str, data: dict[str, Any], reply: OutgoingReply, key: str) -> bool:
        return (
            parent_of(data) == reply.parent
            and _compared(text_of(data.get("body"))) == _compared(reply.text)
            and epoch(data.get("created_utc")) >= not_before(key)
            and not self._once.is_anothers(full_name(kind, data), key)
        )

    async def _publish(self, reply: OutgoingReply) -> Receipt:
        answer = await self._line.post("/api/comment", {"thing_id": reply.parent, "text": reply.text})
        self._refused(answer)
        thing = dig(answer, "json", "data", "things", 0)
        kind, data = text_of(dig(thing, "kind")), dig(thing, "data")
        if not full_name(kind, data):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Reddit"))
        return _receipt(kind, data)

    def _refused(self, answer: Any) -> None:
        """Reddit says no with a success: `{"json": {"errors": [["CODE", "words", "field"]]}}`."""
        error = dig(answer, "json", "errors", 0)
        if not error:
            return
        code, said = text_of(dig(error, 0)), text_of(dig(error, 1))
        if code == _SLOW_DOWN:
            wait = epoch(dig(answer, "json", "ratelimit")) or 10 * MINUTE
            raise RateLimited(
                said or _("The network asks us to wait."), until=self._line.tools.clock.now() + wait + SECOND
            )
        raise Refused(_("Reddit refused: {said}").format(said=said or code))


def _receipt(kind: str, data: Any) -> Receipt:
    path = text_of(dig(data, "permalink"))
    url = web(f"https://www.reddit.com{path}") if path.startswith("/") else ""
    return Receipt(native_id=full_name(kind, data), url=url, published_at=epoch(dig(data, "created_utc")))


def _compared(text: str) -> str:
    return " ".join(text.split())
