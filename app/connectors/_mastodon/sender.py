"""Publishes replies, each once, and takes them back. Known by the Mastodon connector; knows the line, statuses and the
field's words.

A key goes out as `Idempotency-Key`, but some servers ignore it. So a key is sent once without a question; before any
other send with it our own statuses are looked through for one that answers the same post with the same text, is not
older than the key, and is not known to belong to another one.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from app.connectors._mastodon.faults import Missing
from app.connectors._mastodon.line import Line, full_handle
from app.connectors._mastodon.statuses import DIRECT, Status, Us, moment, read_statuses, text_of
from app.connectors.base import Ambiguous, Malformed, Refused, Unreachable
from app.connectors.markup import plain
from app.connectors.memory import Memory
from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.reply import Attachment, OutgoingReply, Receipt

SKEW: Millis = 10 * MINUTE
"""How far the server's clock may be from ours."""
MOST_PAGES = 5
_WIDER = ("public", "unlisted", "private")
_SPACES = re.compile(r"\s+")


class Sender:
    """What goes out through one account."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._one_at_a_time = asyncio.Lock()
        self._fresh: set[str] = set()
        self._published: Memory[str, str] = Memory(10_000)

    def new_key(self) -> str:
        """A key that tells when it was made."""
        key = f"{self._line.tools.clock.now():x}-{secrets.token_hex(12)}"
        self._fresh.add(key)
        return key

    async def send(self, reply: OutgoingReply, us: Us, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        async with self._one_at_a_time:
            try:
                earlier = None if key in self._fresh else await self.find(reply, us, key=key)
                if earlier is not None:
                    return earlier
                body = await self._body(reply, us)
            except Malformed as error:
                # Nothing was written yet: a server that talks rubbish now may make sense later.
                raise Unreachable(error.message) from error
            self._fresh.discard(key)
            answer = await self._line.post("/api/v1/statuses", body, key=key)
            written = read_statuses([answer])
            if not written:
                raise Ambiguous(_("The server did not say where the reply is."))
            return self._receipt(written[0], us, key)

    async def find(self, reply: OutgoingReply, us: Us, *, key: str) -> Receipt | None:
        """What was published under this key, as far as our own statuses tell."""
        ours = {kept: status_id for status_id, kept in self._published.items()}
        wanted, since = _compared(reply.text), made_at(key) - SKEW
        async for status in self._own(us, since):
            if status.id == ours.get(key):
                return self._receipt(status, us, key)
            if key in ours or status.id in self._published or status.in_reply_to_id != us.local(reply.parent):
                continue
            if wanted in (_compared(plain(text_of(status.content))), _without_address(status)):
                return self._receipt(status, us, key)
        return None

    async def delete(self, native_id: str, us: Us) -> None:
        """Take an own post back; one that is gone already is no error."""
        status_id = us.local(native_id)
        if not status_id:
            raise Refused(_("Only posts of the account itself can be deleted."))
        try:
            found = read_statuses([await self._line.get(f"/api/v1/statuses/{status_id}", {})])
            if found and found[0].account.id != us.id:
                raise Refused(_("Only posts of the account itself can be deleted."))
            await self._line.delete(f"/api/v1/statuses/{status_id}")
        except Missing:
            return

    async def _own(self, us: Us, since: Millis) -> AsyncIterator[Status]:
        """Our own statuses, newest first, back to a moment."""
        before = ""
        for _number in range(MOST_PAGES):
            asked = {"limit": 40, "max_id": before, "exclude_reblogs": "true"}
            raw = await self._line.get(f"/api/v1/accounts/{us.id}/statuses", asked)
            if not isinstance(raw, list):
                raise Malformed(_("The server's list of posts makes no sense."))
            statuses = read_statuses(raw)
            for status in statuses:
                if moment(status.created_at) >= since:
                    yield status
            if not statuses or moment(statuses[-1].created_at) < since:
                return
            before = statuses[-1].id

    async def _body(self, reply: OutgoingReply, us: Us) -> dict[str, Any]:
        parent = await self._parent(reply, us)
        handle = full_handle(parent.account.acct, us.host)
        addressed = parent.account.id == us.id or _addresses(reply.text, parent.account.acct, handle)
        spoiler = text_of(parent.spoiler_text)
        return {
            "status": reply.text if addressed else f"@{parent.account.acct} {reply.text}",
            "in_reply_to_id": parent.id,
            # Whatever we do not know is answered in private: an answer is never wider than what it answers.
            "visibility": parent.visibility if parent.visibility in _WIDER else DIRECT,
            "spoiler_text": spoiler,
            "sensitive": "true" if spoiler else "",
            "language": reply.language.partition("-")[0] if reply.language not in ("", "und") else "",
            "media_ids": [await self._upload(one) for one in reply.attachments],
        }

    async def _parent(self, reply: OutgoingReply, us: Us) -> Status:
        status_id = us.local(reply.parent)
        if not status_id:
            raise Refused(
                _("The post to answer came through another server than the account's."),
                hint=_("Answer with the account that heard it."),
            )
        try:
            answer = await self._line.get(f"/api/v1/statuses/{status_id}", {})
        except Missing as error:
            raise Refused(
                _("The post to answer is gone."), hint=_("It was deleted, or its author blocks this account.")
            ) from error
        found = read_statuses([answer])
        if not found:
            raise Malformed(_("The server's answer makes no sense; does it speak the Mastodon API?"))
        return found[0]

    async def _upload(self, picture: Attachment) -> str:
        form = aiohttp.FormData()
        form.add_field("file", picture.data, filename=picture.name, content_type=picture.mime)
        form.add_field("description", picture.alt)
        answer = await self._line.upload("/api/v2/media", form)
        if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
            raise Malformed(_("The server did not say where the picture is."))
        await self._processed(answer["id"], done=bool(answer.get("url")))
        return str(answer["id"])

    async def _processed(self, media_id: str, *, done: bool) -> None:
        """Wait until the server has worked a picture through: a status with one half done is refused."""
        for _look in range(30):
            if done:
                return
            await self._line.tools.clock.sleep(1.0)
            answer = await self._line.get(f"/api/v1/media/{media_id}", {})
            done = isinstance(answer, dict) and bool(answer.get("url"))
        raise Unreachable(_("The server does not get a picture ready."))

    def _receipt(self, status: Status, us: Us, key: str) -> Receipt:
        self._published.keep(status.id, key)
        return Receipt(native_id=us.native(status.id), url=text_of(status.url), published_at=moment(status.created_at))


def made_at(key: str) -> Millis:
    """When a key was made; the beginning of time for one that does not tell."""
    try:
        return int(key.partition("-")[0], 16)
    except ValueError:
        return 0


def _addresses(text: str, *names: str) -> bool:
    words = {word.rstrip(".,:;!?)").lower() for word in text.split()}
    return any(f"@{name}".lower() in words for name in names)


def _compared(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _without_address(status: Status) -> str:
    """The text without the mention that we set before it."""
    words = _compared(plain(text_of(status.content)))
    return words.partition(" ")[2] if words.startswith("@") else words
