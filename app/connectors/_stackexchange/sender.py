"""Publishes answers and comments, each once, and takes them back. Known by the Stack Exchange connector; knows the line
and looks.

A question is answered by an answer, an answer or comment by a comment. There are no idempotency keys: before a key is
sent again, our own words are looked for under the same post. What is written is Markdown and comes back as HTML, so
letters and digits alone are compared.
Source: api.stackexchange.com/docs/create-answer, /create-comment, /delete-answer, /delete-comment.
"""

from typing import Any

from app.connectors._stackexchange.info import COMMENT_LENGTH
from app.connectors._stackexchange.line import Line
from app.connectors._stackexchange.looks import Looks
from app.connectors._stackexchange.posts import ANSWER, COMMENT, QUESTION, Site, kind_of
from app.connectors.base import Ambiguous, Refused
from app.connectors.json_line import Missing
from app.connectors.once import Once, not_before
from app.connectors.reading import count_of, dig, epoch
from app.core.i18n import _
from app.domain.post import Post, PostKind
from app.domain.reply import OutgoingReply, Receipt


class Sender:
    """What goes out in one account's name."""

    def __init__(self, line: Line, looks: Looks, site: Site) -> None:
        self._line = line
        self._looks = looks
        self._site = site
        self._once = Once(line.tools.clock)

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        return await self._once.send(key, look=lambda: self.find(reply, key=key), publish=lambda: self._publish(reply))

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key, as far as the question's thread tells."""
        known = self._once.known(key)
        if known is not None:
            return known
        _kind, question = self._site.place(reply.thread or reply.parent)
        for post in await self._looks.thread(question):
            if self._is_it(post, reply, key):
                return self._once.keep(key, _receipt(post))
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own answer or comment back; one that is gone already is no error."""
        kind, number = self._site.place(native_id)
        words = {ANSWER: "answers", COMMENT: "comments"}.get(kind)
        if words is None:
            raise Refused(_("Only posts of the account itself can be deleted."))
        try:
            await self._line.post(f"/{words}/{number}/delete", {})
        except Missing:
            return

    def _is_it(self, post: Post, reply: OutgoingReply, key: str) -> bool:
        return (
            post.kind is PostKind.OWN
            and post.parent == self._answered(reply)
            and _compared(post.text) == _compared(reply.text)
            and post.created_at >= not_before(key)
            and not self._once.is_anothers(post.native_id, key)
        )

    def _answered(self, reply: OutgoingReply) -> str:
        """What the reply will stand under: comments cannot be commented."""
        kind, _number = self._site.place(reply.parent)
        return reply.parent if kind != COMMENT else reply.thread

    async def _publish(self, reply: OutgoingReply) -> Receipt:
        _kind, number = self._site.place(self._answered(reply))
        if not number:
            raise Refused(_("This post is not of the account's site."))
        answers = self._site.place(reply.parent)[0] == QUESTION
        if not answers and len(reply.text) > COMMENT_LENGTH:
            raise Refused(
                _("A comment there has at most {count} characters.").format(count=COMMENT_LENGTH),
                hint=_("Shorten it, or answer the question itself."),
            )
        path = f"/questions/{number}/answers/add" if answers else f"/posts/{number}/comments/add"
        item = dig(await self._line.post(path, {"body": reply.text}), "items", 0)
        made, new = kind_of(item)
        if not new:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Stack Exchange"))
        return self._made(item, made, new)

    def _made(self, item: Any, kind: str, number: int) -> Receipt:
        post = self._site.post_of(item, now=self._line.tools.clock.now())
        if post is not None:
            return _receipt(post)
        return Receipt(
            native_id=self._site.native(kind, number), published_at=epoch(count_of(dig(item, "creation_date")))
        )


def _receipt(post: Post) -> Receipt:
    return Receipt(native_id=post.native_id, url=post.url, published_at=post.created_at)


def _compared(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
