"""Reviews on the App Store, and the answers to them, as posts. Known by the App Store connector; knows the field's
words.

Source: developer.apple.com/documentation/appstoreconnectapi/customerreview, /customerreviewresponsev1.
"""

from collections.abc import Mapping
from typing import Any

from babel.core import get_global

from app.connectors._reviews.one_answer import ANSWER, Standing
from app.connectors._reviews.stars import rated
from app.connectors.markup import written
from app.connectors.reading import dig, iso, name_of, not_ahead, objects, text_of
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.post import Author, Post, PostKind

NETWORK = "appstore"
RESPONSES = "customerReviewResponses"
ASKED = {
    "include": "response",
    f"fields[{RESPONSES}]": "responseBody,lastModifiedDate,state",
}
"""What is asked for with each review."""


def answers_of(answer: Any) -> dict[str, Any]:
    """The answers that came along with reviews, by their id."""
    included = objects(dig(answer, "included"))
    return {name_of(one.get("id")): one for one in included if one.get("type") == RESPONSES}


def posts_of(review: Any, answers: Mapping[str, Any], *, app: str, account_id: int, now: Millis) -> list[Post]:
    """A review, then the answer to it; neither where it has no id."""
    native_id = name_of(dig(review, "id"))
    if not native_id:
        return []
    said = dig(review, "attributes")
    name = written(text_of(dig(said, "reviewerNickname")), limit=200)
    post = Post(
        network=NETWORK,
        native_id=native_id,
        kind=PostKind.COMMENT,
        text=rated(dig(said, "rating"), text_of(dig(said, "title")), text_of(dig(said, "body"))),
        created_at=not_ahead(iso(dig(said, "createdDate")), now=now),
        # Nicknames may change, and two may have the same: the review's id is the only lasting one.
        author=Author(native_id=f"review/{native_id}", handle=name or _("somebody"), name=name),
        account_id=account_id,
        url=f"https://apps.apple.com/app/id{app}",
        region=_country(text_of(dig(said, "territory"))),
    )
    standing = standing_of(answers.get(name_of(dig(review, "relationships", "response", "data", "id"))))
    return [post] if standing is None else [post, _answer(post, standing, app=app, now=now)]


def standing_of(answer: Any) -> Standing | None:
    """An answer as it stands under its review."""
    if not name_of(dig(answer, "id")):
        return None
    said = dig(answer, "attributes")
    return Standing(text_of(dig(said, "responseBody")), iso(dig(said, "lastModifiedDate")))


def written_at(review: Any) -> Millis:
    """When a review was written."""
    return iso(dig(review, "attributes", "createdDate"))


def _answer(review: Post, standing: Standing, *, app: str, now: Millis) -> Post:
    return Post(
        network=NETWORK,
        native_id=f"{review.native_id}{ANSWER}",
        kind=PostKind.OWN,
        text=written(standing.text) or "…",
        created_at=not_ahead(standing.at, now=now),
        author=Author(native_id=f"app/{app}", handle=app),
        account_id=review.account_id,
        url=review.url,
        thread=review.native_id,
        parent=review.native_id,
    )


def _country(territory: str) -> str:
    """Apple writes countries in three letters, the house in two."""
    found = get_global("territory_aliases").get(territory)
    return found[0] if found and len(found[0]) == 2 else ""
