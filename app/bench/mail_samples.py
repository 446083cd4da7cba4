"""The sample of a mailbox. Known by the samples; knows the e-mail connector's reader."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime

from app.bench.posts import FIRST
from app.bench.sample import Sample
from app.connectors._email.mailbox import Raw
from app.connectors._email.posts import Us, post_of
from app.core.clock import SECOND
from app.domain.post import Post

_BETWEEN = b"\n\x00\n"


def email_sample(posts: Sequence[Post]) -> Sample:
    """Source: RFC 5322; a plain and an HTML part, a quotation and a signature, as mail programs write them."""
    us = Us(("us@harbour.test",), 1)
    body = _BETWEEN.join(_letter(post, number) for number, post in enumerate(posts))

    def read(data: bytes) -> Sequence[Post]:
        letters = data.split(_BETWEEN)
        return [post_of(Raw(uid, letter, FIRST), us, sent=False, now=FIRST) for uid, letter in enumerate(letters)]

    return Sample(
        "email", body, read, bare=lambda data: [message_from_bytes(one) for one in data.split(_BETWEEN)], floor="mime"
    )


def _letter(post: Post, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{post.author.handle}@example.test", "us@harbour.test"
    mail["Date"] = format_datetime(datetime.fromtimestamp(post.created_at / SECOND, UTC))
    mail["Message-ID"], mail["References"] = f"<{number}@example.test>", "<first@harbour.test>"
    mail["Subject"] = "Re: A question"
    text = f"{post.text}\n\nOn 5 Jan 2026 Harbour wrote:\n> How can we help?\n> Yours\n\n-- \n{post.author.name}\n"
    mail.set_content(text)
    mail.add_alternative(f"<p>{post.text}</p><blockquote>How can we help?</blockquote>", subtype="html")
    return mail.as_bytes()
