"""Samples of Meta's networks: pages of comments, deliveries of messages. Known by the samples; knows those readers."""

from collections.abc import Sequence

import msgspec

from app.bench.posts import FIRST
from app.bench.sample import Sample, decode, kept
from app.connectors._bluesky.views import iso
from app.connectors._facebook import posts as facebook
from app.connectors._instagram import posts as instagram
from app.connectors._threads import posts as threads
from app.connectors._whatsapp import messages as whatsapp
from app.core.clock import SECOND
from app.domain.post import Post


def facebook_sample(posts: Sequence[Post]) -> Sample:
    """Source: developers.facebook.com/docs/graph-api/reference/object/comments."""
    us = facebook.Us(id="1", account_id=1)
    body = msgspec.json.encode(
        [
            {
                "id": f"1001_{number}",
                "message": post.text,
                "from": {"id": str(1000 + number), "name": post.author.name},
                "created_time": iso(post.created_at),
                "permalink_url": f"https://www.facebook.com/1001_{number}",
                "is_hidden": False,
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(facebook.comment_of(one, us, thread="1_1001", now=FIRST) for one in decode(data))

    return Sample("facebook", body, read)


def instagram_sample(posts: Sequence[Post]) -> Sample:
    """Source: developers.facebook.com/docs/instagram-platform/reference/instagram-media/comments."""
    us = instagram.Us(id="1", username="us", account_id=1)
    body = msgspec.json.encode(
        [
            {
                "id": str(1000 + number),
                "text": post.text,
                "timestamp": iso(post.created_at),
                "username": post.author.handle,
                "from": {"id": str(2000 + number), "username": post.author.handle},
                "hidden": False,
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(instagram.comment_of(one, us, thread="7", now=FIRST) for one in decode(data))

    return Sample("instagram", body, read)


def threads_sample(posts: Sequence[Post]) -> Sample:
    """Source: developers.facebook.com/docs/threads/reply-management."""
    us = threads.Us(id="1", username="us", account_id=1)
    body = msgspec.json.encode(
        [
            {
                "id": str(1000 + number),
                "text": post.text,
                "username": post.author.handle,
                "timestamp": iso(post.created_at),
                "permalink": f"https://www.threads.net/@x/post/{number}",
                "media_type": "TEXT_POST",
                "root_post": {"id": "7", "username": "us"},
                "replied_to": {"id": "7"},
                "hide_status": "NOT_HUSHED",
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(threads.post_of(one, us, now=FIRST) for one in decode(data))

    return Sample("threads", body, read)


def whatsapp_sample(posts: Sequence[Post]) -> Sample:
    """Source: developers.facebook.com, WhatsApp Business Platform, webhooks/reference/messages/text."""
    us = whatsapp.Us(id="1", account_id=1)
    body = msgspec.json.encode(
        [
            {
                "contacts": [{"profile": {"name": post.author.name}, "wa_id": str(4_900_000 + number)}],
                "messages": [
                    {
                        "from": str(4_900_000 + number),
                        "id": f"wamid.{number}",
                        "timestamp": str(post.created_at // SECOND),
                        "type": "text",
                        "text": {"body": post.text},
                    }
                ],
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(whatsapp.post_of(one, value, us, now=FIRST) for value in decode(data) for one in value["messages"])

    return Sample("whatsapp", body, read)
