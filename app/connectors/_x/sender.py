"""Publishes replies at X, each once, and takes them back. Known by the X connector; knows hearing's line and posts.

Source: docs.x.com/x-api/posts/create-post, /media/upload-media, /media/create-media-metadata (November 2026).
"""

import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from app.connectors._x.info import WEB
from app.connectors._x.posts import FIELDS, Us, moment_of, parent_of, read
from app.connectors.base import Ambiguous, Malformed, Unreachable
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, name_of, objects, text_of
from app.connectors.signed_line import SignedLine
from app.core.i18n import _
from app.domain.reply import Attachment, OutgoingReply, Receipt

MOST_PAGES = 5
_LINK = re.compile(r"https?://\S+")
_ADDRESSED = re.compile(r"^(?:@\w+\s+)+")
_SPACES = re.compile(r"\s+")


class Sender:
    """The keys of one account."""

    def __init__(self, line: SignedLine) -> None:
        self._line = line
        self._once = Once(line.line.tools.clock)
        self._pictures: dict[str, list[str]] = {}

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, us: Us, *, key: str, parent: str) -> Receipt:
        """Answer a post, once for each key.

        Args:
            parent: the newest version of what is answered.
        """

        async def prepare() -> None:
            self._pictures[key] = [await self._upload(one) for one in reply.attachments]

        try:
            return await self._once.send(
                key,
                look=lambda: self.find(reply, us, key=key, parent=parent),
                prepare=prepare,
                publish=lambda: self._publish(reply, us, parent=parent, pictures=self._pictures[key]),
            )
        finally:
            self._pictures.pop(key, None)

    async def find(self, reply: OutgoingReply, us: Us, *, key: str, parent: str) -> Receipt | None:
        """What was published under this key, as far as our own posts tell."""
        known = self._once.known(key)
        if known is not None:
            return known
        if self._once.is_fresh(key):
            return None
        wanted = compared(reply.text)
        async for tweet, text in self._own(us, key):
            number = name_of(tweet.get("id"))
            if parent_of(tweet) not in (reply.parent, parent) or self._once.is_anothers(number, key):
                continue
            if compared(text) == wanted:
                return self._once.keep(key, _receipt(number, us))
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own post back; one that is gone already is no error."""
        try:
            await self._line.delete(f"/2/tweets/{native_id}")
        except Missing:
            return

    async def _own(self, us: Us, key: str) -> AsyncIterator[tuple[dict[str, Any], str]]:
        """Our own posts since the key was made, newest first, with their text as people read it."""
        since, place = not_before(key), ""
        for _number in range(MOST_PAGES):
            asked = {**FIELDS, "max_results": 100, "pagination_token": place}
            body = await self._line.get(f"/2/users/{us.id}/tweets", asked)
            if not isinstance(dig(body, "meta"), dict):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="X"))
            texts = {one.versions[-1]: one.post.text for one in read(body, us, now=self._line.line.tools.clock.now())}
            tweets = list(objects(dig(body, "data")))
            for tweet in tweets:
                if moment_of(name_of(tweet.get("id"))) >= since:
                    yield tweet, texts.get(name_of(tweet.get("id")), "")
            place = text_of(dig(body, "meta", "next_token"))
            if not place or not tweets or moment_of(name_of(tweets[-1].get("id"))) < since:
                return

    async def _publish(self, reply: OutgoingReply, us: Us, *, parent: str, pictures: list[str]) -> Receipt:
        body: dict[str, Any] = {"text": reply.text, "reply": {"in_reply_to_tweet_id": parent}}
        if pictures:
            body["media"] = {"media_ids": pictures}
        number = name_of(dig(await self._line.post("/2/tweets", body), "data", "id"))
        if not number:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="X"))
        return _receipt(number, us)

    async def _upload(self, picture: Attachment) -> str:
        line = self._line.line
        answer = await self._line.signed(lambda: line.ask("POST", "/2/media/upload", form=_form(picture)))
        number = name_of(dig(answer, "data", "id"))
        if not number:
            raise Malformed(_("The network did not say where the picture is."))
        if picture.alt:
            told = {"id": number, "metadata": {"alt_text": {"text": picture.alt}}}
            await self._line.ask("POST", "/2/media/metadata", json=told)
        await self._processed(number, answer)
        return number

    async def _processed(self, number: str, answer: Any) -> None:
        """Wait until X has worked a picture through; most are at once."""
        for _look in range(20):
            state = text_of(dig(answer, "data", "processing_info", "state"))
            if state in ("", "succeeded"):
                return
            if state == "failed":
                break
            await self._line.line.tools.clock.sleep(1.0)
            answer = await self._line.get("/2/media/upload", {"media_id": number, "command": "STATUS"})
        raise Unreachable(_("The network does not get a picture ready."))


def _form(picture: Attachment) -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("media", picture.data, filename=picture.name, content_type=picture.mime)
    form.add_field("media_category", "tweet_image")
    form.add_field("media_type", picture.mime)
    return form


def compared(text: str) -> str:
    """What stays of a text when X has set the names of those addressed before it and rewritten its links."""
    return _SPACES.sub(" ", _LINK.sub("", _ADDRESSED.sub("", text.strip()))).strip()


def _receipt(number: str, us: Us) -> Receipt:
    return Receipt(native_id=number, url=f"{WEB}/{us.handle}/status/{number}", published_at=moment_of(number))
