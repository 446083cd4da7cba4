"""Publishes replies, each once, and takes them back. Known by the NodeBB connector; knows the line and reads.

NodeBB has no idempotency keys: before a key is sent again, what we said lately is looked through. What is written is
Markdown and comes back as HTML, so letters and digits alone are compared.
Source: docs.nodebb.org, Write API `POST /topics/{tid}`, `DELETE /posts/{pid}/state`.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.connectors._nodebb.reads import PAGE, Reads
from app.connectors.base import Ambiguous, Refused
from app.connectors.json_line import JsonLine, Missing
from app.connectors.markup import said
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig, name_of, text_of, web
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

MOST_PAGES = 20


class Sender:
    """What goes out in one user's name."""

    def __init__(self, line: JsonLine) -> None:
        self._line = line
        self._once = Once(line.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, reads: Reads, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        topics: list[str] = []

        async def prepare() -> None:
            topics.append(await reads.topic_of(_pid(reply.parent, reads)))

        return await self._once.send(
            key,
            look=lambda: self.find(reply, reads, key=key),
            prepare=prepare,
            publish=lambda: self._publish(reply, reads, topics[-1]),
        )

    async def find(self, reply: OutgoingReply, reads: Reads, *, key: str) -> Receipt | None:
        """What was published under this key, as far as what we said lately tells."""
        tid = await reads.topic_of(_pid(reply.parent, reads))
        for number in range(1, MOST_PAGES + 1):
            listed = await reads.said(number)
            for one in listed:
                if self._is_it(one, reply, reads, tid=tid, key=key):
                    return self._once.keep(key, _receipt(one, reads))
            oldest = min((count_of(one.get("timestamp")) for one in listed), default=0)
            if len(listed) < PAGE or oldest < not_before(key):
                break
        return None

    async def delete(self, native_id: str, reads: Reads) -> None:
        """Take an own post back; one that is gone already is no error."""
        try:
            await self._line.delete(f"/api/v3/posts/{quote(_pid(native_id, reads), safe='')}/state")
        except Missing:
            return

    def _is_it(self, one: Mapping[str, Any], reply: OutgoingReply, reads: Reads, *, tid: str, key: str) -> bool:
        above = name_of(one.get("toPid"))
        return (
            name_of(one.get("tid")) == tid
            and above in ("", _above(reply, reads))
            and _compared(said(text_of(one.get("content")))) == _compared(reply.text)
            and count_of(one.get("timestamp")) >= not_before(key)
            and not self._once.is_anothers(reads.forum.native(name_of(one.get("pid"))), key)
        )

    async def _publish(self, reply: OutgoingReply, reads: Reads, tid: str) -> Receipt:
        above = _above(reply, reads)
        body = {"content": reply.text, **({"toPid": above} if above else {})}
        made = dig(await self._line.post(f"/api/v3/topics/{quote(tid, safe='')}", body), "response")
        if dig(made, "queued") is True:
            raise Refused(
                _("The forum holds the reply back until a moderator approves it."),
                hint=_("Do not send it again; it appears when it is approved."),
            )
        if not name_of(dig(made, "pid")):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="NodeBB"))
        return _receipt(made, reads)


def _pid(native_id: str, reads: Reads) -> str:
    pid = reads.forum.pid(native_id)
    if not pid:
        raise Refused(_("This post is not of the account's forum."))
    return pid


def _above(reply: OutgoingReply, reads: Reads) -> str:
    """The post that a reply names; a topic's first one needs none."""
    return "" if reply.parent == reply.thread else reads.forum.pid(reply.parent)


def _receipt(told: Mapping[str, Any], reads: Reads) -> Receipt:
    pid = name_of(told.get("pid"))
    return Receipt(
        native_id=reads.forum.native(pid),
        url=web(pid) or f"{reads.forum.base}/post/{pid}",
        published_at=count_of(told.get("timestamp")),
    )


def _compared(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
