"""What stands around a post, as a thread shows it. Known by connectors that show threads; knows the field's words."""

from collections.abc import Iterable

import msgspec

from app.domain.post import Post, PostKind


def surroundings(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Posts of a thread, oldest first; those of one moment stay in the order given. What is not our own is context."""
    return tuple(sorted((_context(post) for post in posts), key=lambda post: post.created_at))


def _context(post: Post) -> Post:
    return post if post.kind is PostKind.OWN else msgspec.structs.replace(post, kind=PostKind.CONTEXT)
