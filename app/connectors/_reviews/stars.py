"""A rating in front of the words of a review. Known by the connectors of shops; knows reading and markup."""

from typing import Any

from app.connectors.markup import written
from app.connectors.reading import count_of

MOST = 5


def rated(rating: Any, *parts: str) -> str:
    """The stars, then what was written, as it is shown; an ellipsis where there is neither."""
    stars = min(count_of(rating), MOST)
    shown = "★" * stars + "☆" * (MOST - stars) if stars else ""
    words = "\n".join(part.strip() for part in parts if part.strip())
    return written(" ".join(part for part in (shown, words) if part)) or "…"
