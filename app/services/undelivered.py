"""Marks a conversation whose reply nobody has read, and tells whoever wrote it. Known by listening; knows
mentions, store and domain.

The conversation stays as it is: a machine's word opens and wakes nothing.
"""

from collections.abc import Iterable

from app.domain.automatic import BOUNCE, about
from app.domain.heard import Heard
from app.domain.mention import Mention
from app.domain.post import Post, PostKind
from app.services import mentions
from app.store import undelivered
from app.store.transaction import Write


def tell(tx: Write, heard: Iterable[Heard]) -> None:
    """Mark the conversations of the replies that these posts report as given up; tell their authors, each once."""
    for one in heard:
        post = one.post
        if post.labels and post.parent and post.kind is PostKind.HEARD and about(post.labels) == BOUNCE:
            _tell(tx, post)


def _tell(tx: Write, post: Post) -> None:
    reply = undelivered.reply_of(tx, post.network, post.parent)
    if reply is None:
        return
    report = undelivered.post_id(tx, post.network, post.native_id)
    undelivered.mark(tx, reply, report)
    if reply.author:
        made = Mention(
            id=report,
            conversation_id=reply.conversation_id,
            by=reply.to_handle,
            text=reply.text,
            at=tx.now,
            undelivered=True,
        )
        mentions.add(tx, reply.author, made)
