"""Publishes replies, each once, and takes them back. Known by the Discourse connector; knows the line and topics.

Discourse has no idempotency keys: before a key is sent again, the newest posts are read back to when it was made for
our own words under the same post.
"""

from typing import Any

from app.connectors._discourse.posts import place_of
from app.connectors._discourse.topics import PRIVATE, PUBLIC, Topics
from app.connectors.base import Ambiguous, Refused
from app.connectors.json_line import JsonLine, Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig, iso, text_of
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

MOST_PAGES = 40


class Sender:
    """What goes out in one user's name."""

    def __init__(self, line: JsonLine, topics: Topics) -> None:
        self._line = line
        self._topics = topics
        self._once = Once(line.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, private: bool, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        return await self._once.send(
            key, look=lambda: self.find(reply, private=private, key=key), publish=lambda: self._publish(reply)
        )

    async def find(self, reply: OutgoingReply, *, private: bool, key: str) -> Receipt | None:
        """What was published under this key, as far as the newest posts tell."""
        for lane in (PUBLIC, PRIVATE) if private else (PUBLIC,):
            before = 0
            for _page in range(MOST_PAGES):
                listed = await self._topics.page(lane, before)
                found = next((one for one in listed if self._is_it(one, reply, key)), None)
                if found is not None:
                    return self._once.keep(key, self._receipt(found))
                numbers = [number for one in listed if (number := count_of(one.get("id")))]
                if not numbers or any(iso(one.get("created_at")) < not_before(key) for one in listed):
                    break
                before = min(numbers) - 1
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own post back; one that is gone already is no error."""
        topic, number = self._topics.forum.place(native_id)
        try:
            post = await self._line.get(f"/posts/by_number/{topic}/{number}.json")
            if text_of(dig(post, "username")).lower() != self._topics.forum.us:
                raise Refused(_("Only posts of the account itself can be deleted."))
            await self._line.delete(f"/posts/{count_of(dig(post, 'id'))}.json")
        except Missing:
            return

    def _is_it(self, raw: dict[str, Any], reply: OutgoingReply, key: str) -> bool:
        topic, number = self._topics.forum.place(reply.parent)
        answered = count_of(raw.get("reply_to_post_number")) or 1
        return (
            text_of(raw.get("username")).lower() == self._topics.forum.us
            and (count_of(raw.get("topic_id")), answered) == (topic, number)
            and _compared(text_of(raw.get("raw"))) == _compared(reply.text)
            and iso(raw.get("created_at")) >= not_before(key)
            and not self._once.is_anothers(self._topics.forum.native(*place_of(raw)), key)
        )

    async def _publish(self, reply: OutgoingReply) -> Receipt:
        topic, number = self._topics.forum.place(reply.parent)
        if not topic:
            raise Refused(_("This post is not of the account's forum."))
        answered = {} if number == 1 else {"reply_to_post_number": number}
        made = await self._line.post("/posts.json", {"raw": reply.text, "topic_id": topic, **answered})
        if dig(made, "action") == "enqueued":
            raise Refused(
                _("The forum holds the reply back until a moderator approves it."),
                hint=_("Do not send it again; it appears when it is approved."),
            )
        if not all(place_of(made)):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Discourse"))
        return self._receipt(made)

    def _receipt(self, raw: Any) -> Receipt:
        topic, number = place_of(raw)
        forum = self._topics.forum
        return Receipt(
            native_id=forum.native(topic, number),
            url=f"{forum.base}/t/-/{topic}/{number}",
            published_at=iso(dig(raw, "created_at")),
        )


def _compared(text: str) -> str:
    return " ".join(text.split())
