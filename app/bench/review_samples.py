"""Samples of shops: pages of reviews. Known by the samples; knows those readers."""

from collections.abc import Sequence

import msgspec

from app.bench.posts import FIRST
from app.bench.sample import Sample, decode
from app.connectors._appstore import reviews as appstore
from app.connectors._bluesky.views import iso
from app.connectors._googleplay import reviews as googleplay
from app.core.clock import SECOND
from app.domain.post import Post


def googleplay_sample(posts: Sequence[Post]) -> Sample:
    """Source: developers.google.com/android-publisher/api-ref/rest/v3/reviews."""
    body = msgspec.json.encode(
        [
            {
                "reviewId": str(number),
                "authorName": post.author.name,
                "comments": [
                    {
                        "userComment": {
                            "text": f"\t{post.text}",
                            "lastModified": {"seconds": str(post.created_at // SECOND), "nanos": 0},
                            "starRating": 1 + number % 5,
                            "reviewerLanguage": post.language or "en",
                        }
                    }
                ],
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        made = (googleplay.posts_of(one, package="com.example", account_id=1, now=FIRST) for one in decode(data))
        return [post for posts in made for post in posts]

    return Sample("googleplay", body, read)


def appstore_sample(posts: Sequence[Post]) -> Sample:
    """Source: developer.apple.com/documentation/appstoreconnectapi/customerreview."""
    body = msgspec.json.encode(
        [
            {
                "type": "customerReviews",
                "id": f"00000028-{number}",
                "attributes": {
                    "rating": 1 + number % 5,
                    "title": "",
                    "body": post.text,
                    "reviewerNickname": post.author.handle,
                    "createdDate": iso(post.created_at),
                    "territory": "DEU",
                },
            }
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        made = (appstore.posts_of(one, {}, app="1", account_id=1, now=FIRST) for one in decode(data))
        return [post for posts in made for post in posts]

    return Sample("appstore", body, read)
