"""Samples of forums: questions, answers and comments. Known by the samples; knows those readers."""

from collections.abc import Sequence

import msgspec

from app.bench.posts import FIRST
from app.bench.sample import Sample, decode, kept
from app.connectors._bluesky.views import iso
from app.connectors._discourse import posts as discourse
from app.connectors._lemmy import posts as lemmy
from app.connectors._nodebb import posts as nodebb
from app.connectors._reddit import things as reddit
from app.connectors._stackexchange.posts import Site
from app.core.clock import SECOND
from app.domain.post import Post


def discourse_sample(posts: Sequence[Post]) -> Sample:
    """Source: docs.discourse.org, GET /posts.json."""
    forum = discourse.Forum("https://forum.test", "us", 1)
    body = msgspec.json.encode(
        {
            "latest_posts": [
                {
                    "id": number + 1,
                    "topic_id": 9,
                    "post_number": number + 1,
                    "post_type": 1,
                    "username": post.author.handle,
                    "user_id": number + 1,
                    "name": post.author.name,
                    "avatar_template": "/user_avatar/forum.test/a/{size}/1.png",
                    "raw": post.text,
                    "cooked": f"<p>{post.text}</p>",
                    "created_at": iso(post.created_at),
                    "updated_at": iso(post.created_at),
                    "version": 1,
                    "topic_slug": "a-question",
                    "topic_title": "A question",
                    "category_id": 5,
                    "reply_to_post_number": 1,
                }
                for number, post in enumerate(posts)
            ]
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(discourse.post_of(one, forum, now=FIRST) for one in decode(data)["latest_posts"])

    return Sample("discourse", body, read)


def reddit_sample(posts: Sequence[Post]) -> Sample:
    """Source: github.com/reddit-archive/reddit/wiki/JSON."""
    us = reddit.Us("us", 1)
    children = [
        {
            "kind": "t1",
            "data": {
                "id": str(number + 1),
                "name": f"t1_{number + 1}",
                "author": post.author.handle,
                "author_fullname": f"t2_{number + 1}",
                "body": post.text,
                "subreddit": "harbour",
                "created_utc": post.created_at / SECOND,
                "edited": False,
                "link_id": "t3_9",
                "parent_id": "t3_9",
                "permalink": f"/r/harbour/comments/9/x/{number + 1}/",
            },
        }
        for number, post in enumerate(posts)
    ]
    body = msgspec.json.encode({"kind": "Listing", "data": {"after": None, "children": children}})

    def read(data: bytes) -> Sequence[Post]:
        return kept(reddit.post_of(kind, thing, us, now=FIRST) for kind, thing in reddit.things(decode(data)))

    return Sample("reddit", body, read)


def stackexchange_sample(posts: Sequence[Post]) -> Sample:
    """Source: api.stackexchange.com/docs/types/answer."""
    body = msgspec.json.encode(
        {
            "items": [
                {
                    "answer_id": number + 1,
                    "question_id": 9_000,
                    "is_accepted": False,
                    "body": f"<p>{post.text}</p>",
                    "creation_date": post.created_at // SECOND,
                    "last_activity_date": post.created_at // SECOND,
                    "owner": {"user_id": number + 1, "display_name": post.author.name},
                }
                for number, post in enumerate(posts)
            ],
            "has_more": False,
            "quota_max": 10_000,
            "quota_remaining": 9_000,
        }
    )
    site = Site("ask.test", us="1", account_id=1)

    def read(data: bytes) -> Sequence[Post]:
        return kept(site.post_of(one, now=FIRST) for one in decode(data)["items"])

    return Sample("stackexchange", body, read)


def lemmy_sample(posts: Sequence[Post]) -> Sample:
    """Source: github.com/LemmyNet/lemmy-js-client, CommentView."""
    us = lemmy.Us("lemmy.test", 1, 1)
    body = msgspec.json.encode(
        {
            "comments": [
                {
                    "comment": {
                        "id": number + 1,
                        "post_id": 9,
                        "content": post.text,
                        "path": f"0.{number + 1}",
                        "published": iso(post.created_at),
                        "ap_id": f"https://lemmy.test/comment/{number + 1}",
                        "deleted": False,
                        "removed": False,
                    },
                    "creator": {
                        "id": number + 2,
                        "name": post.author.handle,
                        "display_name": post.author.name,
                        "actor_id": f"https://other.test/u/{number}",
                    },
                    "post": {"id": 9, "name": "A question", "creator_id": 5, "nsfw": False},
                    "community": {"id": 3, "name": "harbour", "nsfw": False},
                }
                for number, post in enumerate(posts)
            ]
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        return kept(lemmy.post_of(one, us, now=FIRST) for one in decode(data)["comments"])

    return Sample("lemmy", body, read)


def nodebb_sample(posts: Sequence[Post]) -> Sample:
    """Source: docs.nodebb.org, GET /api/topic/{tid}."""
    forum = nodebb.Forum("https://forum.test", "1", "us", 1)
    body = msgspec.json.encode(
        {
            "tid": 9,
            "mainPid": 9_000,
            "posts": [
                {
                    "pid": number + 1,
                    "tid": 9,
                    "content": f"<p>{post.text}</p>",
                    "timestamp": post.created_at,
                    "deleted": 0,
                    "user": {"uid": number + 2, "username": post.author.handle, "displayname": post.author.name},
                }
                for number, post in enumerate(posts)
            ],
        }
    )

    def read(data: bytes) -> Sequence[Post]:
        topic = decode(data)
        whole = (nodebb.Whole(post=one, summary=one, topic=topic) for one in topic["posts"])
        return kept(nodebb.post_of(one, forum, now=FIRST) for one in whole)

    return Sample("nodebb", body, read)
