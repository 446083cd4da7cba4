"""Nothing unchecked is put before the public: what a wall may show at once."""

import pytest

from app.domain.heard import Public
from app.domain.post import Author, Media, Post, PostKind
from app.domain.understanding import Understanding
from app.services.listening import public_state
from tests.fakes.clock import NOON

CLEAN = Understanding(public_ok=True)
DOUBTFUL = Understanding(public_ok=False, reasons=("profanity",))
HEATED = Understanding(public_ok=True, offensive=0.5)


def post(*, kind: PostKind = PostKind.HEARD, media: tuple[Media, ...] = ()) -> Post:
    author = Author(native_id="1", handle="mira")
    return Post(network="n", native_id="1", kind=kind, text="x", created_at=NOON, author=author, media=media)


@pytest.mark.parametrize(
    ("policy", "meaning", "state"),
    [
        ("hold_all", CLEAN, Public.HELD),
        ("hold_all", DOUBTFUL, Public.HELD),
        ("hold_doubtful", CLEAN, Public.RELEASED),
        ("hold_doubtful", DOUBTFUL, Public.HELD),
        ("hold_doubtful", HEATED, Public.HELD),
        ("release_clean", CLEAN, Public.RELEASED),
        ("release_clean", DOUBTFUL, Public.BLOCKED),
    ],
)
def test_the_walls_policy_decides(policy: str, meaning: Understanding, state: Public) -> None:
    assert public_state(policy, post(), meaning) is state


@pytest.mark.parametrize("policy", ["hold_all", "hold_doubtful", "release_clean"])
def test_a_direct_message_is_never_shown_by_itself(policy: str) -> None:
    assert public_state(policy, post(kind=PostKind.DIRECT), CLEAN) is Public.BLOCKED


def test_a_picture_nobody_has_looked_at_is_a_doubt() -> None:
    with_picture = post(media=(Media(kind="image", url="https://example.com/1"),))

    assert public_state("hold_doubtful", with_picture, CLEAN) is Public.HELD
