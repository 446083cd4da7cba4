"""Reviews on Google Play, and the answers to them, as posts. Known by the Google Play connector; knows the field's
words.

Source: developers.google.com/android-publisher/reply-to-reviews, /api-ref/rest/v3/reviews.
"""

from typing import Any
from urllib.parse import quote

from app.connectors._reviews.one_answer import ANSWER, Standing
from app.connectors._reviews.stars import rated
from app.connectors.markup import written
from app.connectors.reading import count_of, dig, name_of, not_ahead, objects, text_of
from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.domain.post import Author, Post, PostKind

NETWORK = "googleplay"


def posts_of(review: Any, *, package: str, account_id: int, now: Millis) -> list[Post]:
    """A review, then the answer to it; neither where it has no id."""
    native_id = name_of(dig(review, "reviewId"))
    said = _comment(review, "userComment")
    if not native_id or said is None:
        return []
    name = written(text_of(dig(review, "authorName")), limit=200)
    title, _tab, body = text_of(said.get("originalText") or said.get("text")).rpartition("\t")
    post = Post(
        network=NETWORK,
        native_id=native_id,
        kind=PostKind.COMMENT,
        text=rated(said.get("starRating"), title, body),
        created_at=not_ahead(moment_of(said), now=now),
        # A person has one review of an app: its id is the only lasting one they have.
        author=Author(native_id=f"review/{native_id}", handle=name or _("a Google user"), name=name),
        account_id=account_id,
        url=f"https://play.google.com/store/apps/details?id={quote(package)}&reviewId={quote(native_id)}",
        language=text_of(said.get("reviewerLanguage")).replace("_", "-")[:35],
    )
    answer = standing_of(review)
    return [post] if answer is None else [post, _answer(post, answer, package=package, now=now)]


def standing_of(review: Any) -> Standing | None:
    """The answer under a review."""
    said = _comment(review, "developerComment")
    return None if said is None else Standing(text_of(said.get("text")), moment_of(said))


def moment_of(comment: Any) -> Millis:
    """When a comment was written or changed last; 0 where that is not told."""
    return count_of(dig(comment, "lastModified", "seconds")) * SECOND


def changed_at(review: Any) -> Millis:
    """When a review was written or changed last."""
    return moment_of(_comment(review, "userComment"))


def _answer(review: Post, answer: Standing, *, package: str, now: Millis) -> Post:
    return Post(
        network=NETWORK,
        native_id=f"{review.native_id}{ANSWER}",
        kind=PostKind.OWN,
        text=written(answer.text) or "…",
        created_at=not_ahead(answer.at, now=now),
        author=Author(native_id=package, handle=package),
        account_id=review.account_id,
        url=review.url,
        thread=review.native_id,
        parent=review.native_id,
    )


def _comment(review: Any, who: str) -> dict[str, Any] | None:
    found = (one.get(who) for one in objects(dig(review, "comments")))
    return next((one for one in found if isinstance(one, dict)), None)
