"""Samples of networks that speak to those only who hold their keys. Known by the samples; knows
those readers."""

from collections.abc import Sequence

import msgspec

from app.bench.posts import FIRST
from app.bench.sample import Sample, decode
from app.connectors._bluesky.views import iso
from app.connectors._linkedin import comments as linkedin
from app.connectors._tiktok import comments as tiktok
from app.connectors._x import posts as x
from app.connectors._youtube import comments as youtube
from app.core.clock import SECOND
from app.domain.post import Post


def x_sample(posts: Sequence[Post]) -> Sample:
    """Source: docs.x.com/x-api/posts/search-recent-posts."""
    us = x.Us(id="1", handle="us", account_id=1)
    body = msgspec.json.encode(
        {
            "data": [
                {
                    "id": x.id_at(post.created_at),
                    "text": post.text,
                    "author_id": str(1000 + number),
                    "conversation_id": x.id_at(post.created_at),
                    "created_at": iso(post.created_at),
                    "edit_history_tweet_ids": [x.id_at(post.created_at)],
                    "entities": {"mentions": [{"username": "us"}]},
                    "lang": "en",
                }
                for number, post in enumerate(posts)
            ],
            "includes": {
                "users": [
                    {"id": str(1000 + number), "username": post.author.handle, "name": post.author.name}
                    for number, post in enumerate(posts)
                ]
            },
            "meta": {"result_count": len(posts)},
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        return [found.post for found in x.read(decode(data), us, now=FIRST)]

    return Sample("x", body, read)


def youtube_sample(posts: Sequence[Post]) -> Sample:
    """Source: developers.google.com/youtube/v3/docs/commentThreads/list."""
    us = youtube.Us(id="1", handle="us", account_id=1)
    items = []
    for number, post in enumerate(posts):
        snippet = {
            "videoId": "video",
            "textDisplay": post.text,
            "authorDisplayName": f"@{post.author.handle}",
            "authorChannelId": {"value": f"UC{number}"},
            "publishedAt": iso(post.created_at),
            "updatedAt": iso(post.created_at),
        }
        comment = {"id": f"Ugx{number}", "snippet": snippet}
        items.append({"id": f"Ugx{number}", "snippet": {"videoId": "video", "topLevelComment": comment}})
    body = msgspec.json.encode({"items": items})

    def read(data: bytes) -> Sequence[Post]:
        found = decode(data)["items"]
        return [post for item in found for post in youtube.thread_posts(item, us, now=FIRST)]

    return Sample("youtube", body, read)


def linkedin_sample(posts: Sequence[Post]) -> Sample:
    """Source: learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api."""
    us = linkedin.Us(urn="urn:li:organization:1", handle="us", account_id=1)
    body = msgspec.json.encode(
        {
            "elements": [
                {
                    "actor": f"urn:li:person:{number}",
                    "commentUrn": f"urn:li:comment:(urn:li:activity:1,{number})",
                    "created": {"time": post.created_at},
                    "lastModified": {"time": post.created_at},
                    "message": {"attributes": [], "text": post.text},
                    "object": "urn:li:activity:1",
                }
                for number, post in enumerate(posts)
            ]
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        return linkedin.comment_posts(decode(data)["elements"], us, now=FIRST)

    return Sample("linkedin", body, read)


def tiktok_sample(posts: Sequence[Post]) -> Sample:
    """Source: business-api.tiktok.com/portal/docs, /business/comment/list/."""
    us = tiktok.Us(id="1", handle="us", account_id=1)
    body = msgspec.json.encode(
        {
            "code": 0,
            "data": {
                "comments": [
                    {
                        "comment_id": str(number),
                        "unique_identifier": f"u{number}",
                        "username": post.author.handle,
                        "display_name": post.author.name,
                        "create_time": str(post.created_at // SECOND),
                        "text": post.text,
                        "owner": False,
                    }
                    for number, post in enumerate(posts)
                ]
            },
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        return tiktok.comment_posts(decode(data)["data"]["comments"], us, video="1", now=FIRST)

    return Sample("tiktok", body, read)
