"""Samples of networks where people chat: rooms, channels, updates. Known by the samples; knows those readers."""

from collections.abc import Sequence
from typing import Any

import msgspec

from app.bench.posts import FIRST
from app.bench.sample import Sample, decode, kept
from app.connectors._bluesky.views import iso
from app.connectors._discord import messages as discord
from app.connectors._matrix import events as matrix
from app.connectors._telegram import updates as telegram
from app.core.clock import SECOND
from app.domain.post import Post


def _no_root(_native_id: str) -> str:
    return ""


def matrix_sample(posts: Sequence[Post]) -> Sample:
    """Source: spec.matrix.org, client-server API, m.room.message."""
    us = matrix.Us(user="@us:test", name="us", server="https://matrix.test", account_id=1)
    room = matrix.Room(id="!room:test", members=12)
    body = msgspec.json.encode(
        [
            {
                "type": "m.room.message",
                "event_id": f"$event{number}",
                "sender": f"@{post.author.handle}:test",
                "origin_server_ts": post.created_at,
                "content": {"msgtype": "m.text", "body": post.text},
                "unsigned": {"age": 10},
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return [matrix.post_of(event, room, us, now=FIRST) for event in matrix.read_events(decode(data))]

    return Sample("matrix", body, read)


def discord_sample(posts: Sequence[Post]) -> Sample:
    """Source: docs.discord.com/developers/resources/message."""
    body = msgspec.json.encode(
        [
            {
                "id": str(discord.snowflake_at(post.created_at) + number),
                "channel_id": "7",
                "guild_id": "9",
                "type": 0,
                "content": post.text,
                "timestamp": iso(post.created_at),
                "author": {"id": str(1000 + number), "username": post.author.handle, "global_name": post.author.name},
                "attachments": [],
                "embeds": [],
                "mentions": [],
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(discord.post_of(one, us="1", account_id=1, root=_no_root, now=FIRST) for one in decode(data))

    return Sample("discord", body, read)


def telegram_sample(posts: Sequence[Post]) -> Sample:
    """Source: core.telegram.org/bots/api#getupdates."""
    us: dict[str, Any] = {"id": 1, "is_bot": True, "username": "us_bot"}
    body = msgspec.json.encode(
        [
            {
                "update_id": number + 1,
                "message": {
                    "message_id": number + 1,
                    "date": post.created_at // SECOND,
                    "chat": {"id": -100, "type": "supergroup", "title": "Harbour"},
                    "from": {"id": 1000 + number, "first_name": post.author.name, "username": post.author.handle},
                    "text": post.text,
                },
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(telegram.post_of(one, us=us, account_id=1, root=_no_root, now=FIRST) for one in decode(data))

    return Sample("telegram", body, read)
