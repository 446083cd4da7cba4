"""What each connector is given to read in `bench connectors`: bytes as its network sends them, and its normaliser.
Known by that benchmark; knows the connectors' readers.

A new connector joins with one function that makes a Sample, named in SAMPLES. Texts are the replay's, so that length
and languages are like life.
"""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import fromstring

import msgspec

from app.bench.chat_samples import discord_sample, matrix_sample, telegram_sample
from app.bench.closed_samples import linkedin_sample, tiktok_sample, x_sample, youtube_sample
from app.bench.forum_samples import (
    discourse_sample,
    lemmy_sample,
    nodebb_sample,
    reddit_sample,
    stackexchange_sample,
)
from app.bench.mail_samples import email_sample
from app.bench.meta_samples import facebook_sample, instagram_sample, threads_sample, whatsapp_sample
from app.bench.posts import FIRST, some_posts
from app.bench.review_samples import appstore_sample, googleplay_sample
from app.bench.sample import MESSAGES, Sample, decode
from app.bench.signed_samples import nostr_sample
from app.connectors._bluesky import views as bluesky
from app.connectors._feed.reading import read_feed
from app.connectors._file.mapping import full_mapping
from app.connectors._file.posts import PostMaker
from app.connectors._mastodon import statuses as mastodon
from app.connectors._webhook.reading import read_delivery
from app.core.clock import SECOND, Millis
from app.domain.account import Account
from app.domain.post import Post


def _account(network: str) -> Account:
    return Account(id=1, network=network, handle="bench", brand="Bench")


def _iso(at: Millis) -> str:
    return bluesky.iso(at)


def bluesky_sample(posts: Sequence[Post]) -> Sample:
    """Source: app.bsky.feed.getPosts."""
    us = bluesky.Us(did="did:plc:us", handle="us.test", account_id=1)
    body = msgspec.json.encode(
        {
            "posts": [
                {
                    "uri": f"at://did:plc:{post.author.native_id}/app.bsky.feed.post/{number}",
                    "cid": f"bafyrei{number}",
                    "author": {
                        "did": f"did:plc:{post.author.native_id}",
                        "handle": f"{post.author.handle}.test",
                        "displayName": post.author.name,
                        "avatar": "https://cdn.test/a.jpg",
                        "viewer": {"muted": False, "blockedBy": False},
                        "labels": [],
                    },
                    "record": {
                        "$type": "app.bsky.feed.post",
                        "text": post.text,
                        "createdAt": _iso(post.created_at),
                        "langs": [post.language or "en"],
                    },
                    "indexedAt": _iso(post.created_at),
                    "replyCount": 0,
                    "likeCount": 3,
                }
                for number, post in enumerate(posts)
            ]
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        return [bluesky.post_of(view, us, now=FIRST) for view in bluesky.read_views(decode(data)["posts"])]

    return Sample("bluesky", body, read)


def mastodon_sample(posts: Sequence[Post]) -> Sample:
    """Source: docs.joinmastodon.org/entities/Status."""
    us = mastodon.Us(id="1", host="mastodon.test", account_id=1)
    body = msgspec.json.encode(
        [
            {
                "id": str(number),
                "created_at": _iso(post.created_at),
                "visibility": "public",
                "language": post.language or "en",
                "uri": f"https://mastodon.test/users/x/statuses/{number}",
                "url": f"https://mastodon.test/@x/{number}",
                "content": f"<p>{post.text}</p>",
                "account": {
                    "id": post.author.native_id,
                    "acct": post.author.handle,
                    "display_name": post.author.name,
                    "followers_count": post.author.followers,
                    "avatar": "https://mastodon.test/a.png",
                    "note": "<p>Bench</p>",
                },
                "media_attachments": [],
                "mentions": [{"id": "1", "username": "us", "acct": "us", "url": "https://mastodon.test/@us"}],
                "emojis": [],
                "reblogs_count": 0,
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        return [mastodon.post_of(status, us, now=FIRST) for status in mastodon.read_statuses(decode(data))]

    return Sample("mastodon", body, read)


def webhook_sample(posts: Sequence[Post]) -> Sample:
    """Source: resources/help/webhook.schema.json."""
    body = msgspec.json.encode(
        {
            "posts": [
                {
                    "id": post.native_id,
                    "text": post.text,
                    "created_at": _iso(post.created_at),
                    "author": {"id": post.author.native_id, "handle": post.author.handle, "name": post.author.name},
                    "language": post.language,
                }
                for post in posts
            ]
        }
    )
    account = _account("webhook")
    return Sample("webhook", body, lambda data: read_delivery(data, account, now=FIRST).posts)


def file_sample(posts: Sequence[Post]) -> Sample:
    """Lines of JSON, as an export has them."""
    rows = [
        {"id": post.native_id, "text": post.text, "author": post.author.handle, "created_at": _iso(post.created_at)}
        for post in posts
    ]
    mapping = full_mapping({}, rows[0])
    maker = PostMaker(mapping=mapping, network="file", account_id=1, undated=FIRST, now=FIRST)
    return Sample(
        "file",
        msgspec.json.Encoder().encode_lines(rows),
        lambda data: [maker.post(decode(line)) for line in data.splitlines()],
        bare=lambda data: [decode(line) for line in data.splitlines()],
    )


def feed_sample(posts: Sequence[Post]) -> Sample:
    """Source: RFC 4287; the floor is the XML parser alone."""
    entry = (
        "<entry><id>urn:{number}</id><title>{title}</title><updated>{at}</updated>"
        '<link href="https://news.test/{number}"/><author><name>{name}</name></author><summary>{text}</summary></entry>'
    )
    entries = "".join(
        entry.format(
            number=number,
            title=_xml(post.text[:60]),
            text=_xml(post.text),
            name=_xml(post.author.name),
            at=_iso(post.created_at),
        )
        for number, post in enumerate(posts)
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title>{entries}</feed>'.encode()
    account = _account("feed")

    def read(data: bytes) -> Sequence[Post]:
        feed = read_feed(
            data,
            content_type="application/atom+xml; charset=utf-8",
            account=account,
            url="https://news.test/",
            now=FIRST,
        )
        return [post for post, _version in feed.entries]

    return Sample("feed", body, read, bare=fromstring, floor="xml")


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


SAMPLES: tuple[Callable[[Sequence[Post]], Sample], ...] = (
    appstore_sample,
    bluesky_sample,
    discord_sample,
    discourse_sample,
    email_sample,
    facebook_sample,
    feed_sample,
    file_sample,
    googleplay_sample,
    instagram_sample,
    lemmy_sample,
    linkedin_sample,
    mastodon_sample,
    matrix_sample,
    nodebb_sample,
    reddit_sample,
    stackexchange_sample,
    nostr_sample,
    telegram_sample,
    threads_sample,
    tiktok_sample,
    webhook_sample,
    whatsapp_sample,
    x_sample,
    youtube_sample,
)


def samples() -> list[Sample]:
    """Every connector's, on the same posts."""
    posts = some_posts(MESSAGES, account_id=1, start=FIRST - 3600 * SECOND)
    return [make(posts) for make in SAMPLES]
