"""Publishes replies, each once, and takes them back. Known by the Lemmy connector; knows the line and lists.

Lemmy has no idempotency keys: before a key is sent again, what we said lately is looked through for the same words
under the same parent.
"""

from typing import Any

from app.connectors._lemmy.line import Line
from app.connectors._lemmy.lists import PAGE, Lists
from app.connectors._lemmy.posts import COMMENT, MESSAGE, PERSON, POST, Us, kind_of, post_of, shown
from app.connectors.base import Ambiguous, Refused
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig, iso, text_of
from app.core.i18n import _
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply, Receipt

MOST_PAGES = 20


class Sender:
    """What goes out in one account's name."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._once = Once(line.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, lists: Lists, us: Us, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        return await self._once.send(
            key, look=lambda: self.find(reply, lists, us, key=key), publish=lambda: self._publish(reply, us)
        )

    async def find(self, reply: OutgoingReply, lists: Lists, us: Us, *, key: str) -> Receipt | None:
        """What was published under this key, as far as what we said lately tells."""
        private = us.place(reply.parent)[0] == MESSAGE
        path, field = ("/private_message/list", "private_messages") if private else ("/user", "comments")
        asked: dict[str, Any] = {} if private else {"person_id": us.number, "sort": "New"}
        for number in range(1, MOST_PAGES + 1):
            views = await lists.page(path, field, {**asked, "page": number})
            found = next((view for view in views if self._is_it(view, reply, us, key)), None)
            if found is not None:
                return self._once.keep(key, _receipt(found, us))
            oldest = min((iso(dig(shown(view), "published")) for view in views), default=0)
            if len(views) < PAGE or oldest < not_before(key):
                break
        return None

    async def delete(self, native_id: str, us: Us) -> None:
        """Take an own comment or message back; one that is gone already is no error."""
        kind, number = us.place(native_id)
        words = {COMMENT: "comment", MESSAGE: "private_message"}.get(kind)
        if words is None:
            raise Refused(_("Only posts of the account itself can be deleted."))
        try:
            await self._line.post(f"/{words}/delete", {f"{words}_id": number, "deleted": True})
        except Missing:
            return

    def _is_it(self, view: Any, reply: OutgoingReply, us: Us, key: str) -> bool:
        post = post_of(view, us, now=self._line.tools.clock.now())
        if post is None or post.kind is not PostKind.OWN:
            return False
        under = post.thread == reply.thread if kind_of(view) == MESSAGE else post.parent == reply.parent
        same = _compared(text_of(dig(shown(view), "content"))) == _compared(reply.text)
        late = post.created_at >= not_before(key)
        return under and same and late and not self._once.is_anothers(post.native_id, key)

    async def _publish(self, reply: OutgoingReply, us: Us) -> Receipt:
        (kind, number), (root, owner) = us.place(reply.parent), us.place(reply.thread)
        if kind == MESSAGE and root == PERSON:
            view = dig(
                await self._line.post("/private_message", {"content": reply.text, "recipient_id": owner}),
                "private_message_view",
            )
        elif kind == POST or (kind == COMMENT and root == POST):
            body = {"content": reply.text, "post_id": number if kind == POST else owner}
            above = {"parent_id": number} if kind == COMMENT else {}
            view = dig(await self._line.post("/comment", {**body, **above}), "comment_view")
        else:
            raise Refused(_("This post is not of the account's server."))
        if not count_of(dig(shown(view), "id")):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Lemmy"))
        return _receipt(view, us)


def _receipt(view: Any, us: Us) -> Receipt:
    item = shown(view)
    return Receipt(
        native_id=us.native(kind_of(view), count_of(dig(item, "id"))),
        url=text_of(dig(item, "ap_id")),
        published_at=iso(dig(item, "published")),
    )


def _compared(text: str) -> str:
    return " ".join(text.split())
