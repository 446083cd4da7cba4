"""A post as the store keeps it: what the network said, what we made of it, where it belongs. Known by store and
everyone above; knows domain.
"""

from msgspec import Struct

from app.domain.heard import Public
from app.domain.post import Post
from app.domain.understanding import Intent, Sentiment, Understanding


class StoredPost(Struct, frozen=True, kw_only=True):
    """One stored post.

    Attributes:
        id: grows with arrival; `post.author` is as we know the author now, not as he was then.
        moderated_by: who released or blocked it by hand; empty when rules did.
        conversation_id: 0 where it belongs to none.
        gone: deleted at the source; text and media are then empty.
    """

    id: int
    post: Post
    meaning: Understanding
    topics: tuple[int, ...] = ()
    public: Public = Public.HELD
    moderated_by: str = ""
    conversation_id: int = 0
    person_id: int = 0
    gone: bool = False


class Witnessed(Struct, frozen=True, kw_only=True):
    """What one stored post says of an episode; `author` is the number we know its author by."""

    post_id: int
    author: int
    reach: int
    sentiment: Sentiment
    intent: Intent
