"""Nothing unchecked is put before the public: what a wall may show at once."""

from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace

from app.core.settings import Settings, WallSettings
from app.domain.account import Account
from app.domain.heard import Public
from app.domain.post import Author, Batch, Media, Post, PostKind
from app.domain.understanding import Objection, Understanding
from app.services.doubts import Doubts
from app.services.house import House
from app.services.listening import Listening, public_state
from app.store.ingest import IngestResult
from tests.fakes.clock import NOON, ManualClock

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


class Trusting:
    """Finds nothing wrong with any text."""

    version = "trusting"

    def __init__(self) -> None:
        self.expected: list[str] | None = None

    def understand(
        self, texts: list[str], *, names: list[str] | None = None, expected: list[str] | None = None
    ) -> list[Understanding]:
        self.expected = expected
        return [CLEAN] * len(texts)


def test_the_language_an_author_declares_is_expected() -> None:
    trusting = Trusting()
    house = cast(House, SimpleNamespace(clock=ManualClock(), settings=Settings()))
    listening = Listening(house, trusting, ())

    listening.hear(Account(id=1, network="n", handle="brand", brand="Brand"), [replace(post(), language="da"), post()])
    listening.close()

    assert trusting.expected == ["da", post().language]


def test_what_the_network_warns_of_is_held_with_its_reason() -> None:
    settings = Settings(wall=WallSettings(policy="hold_doubtful"))
    house = cast(House, SimpleNamespace(clock=ManualClock(), settings=settings))
    listening = Listening(house, Trusting(), ())
    brand = Account(id=1, network="n", handle="brand", brand="Brand")

    plain, warned = listening.hear(brand, [post(), replace(post(), labels=("porn",))])
    listening.close()

    assert (plain.public, plain.meaning.reasons) == (Public.RELEASED, ())
    assert (warned.public, warned.meaning.reasons) == (Public.HELD, ("labelled_sexual",))


@pytest.mark.parametrize("policy", ["hold_all", "hold_doubtful", "release_clean"])
@pytest.mark.parametrize("label", ["bounce", "delayed", "receipt", "auto-reply", "bulk"])
def test_what_a_machine_wrote_to_us_alone_is_never_shown(policy: str, label: str) -> None:
    assert public_state(policy, replace(post(), labels=(label,)), CLEAN) is Public.BLOCKED


async def test_what_is_stored_and_in_doubt_waits_for_a_second_opinion() -> None:
    stored: list[str] = []

    async def write(work: object) -> IngestResult:
        stored.append("batch")
        return IngestResult(new=1)

    house = SimpleNamespace(clock=ManualClock(), settings=Settings(), store=SimpleNamespace(write=write))
    listening = Listening(cast(House, house), Trusting(), ())
    listening.doubts = Doubts(lambda _meaning: bool(stored))

    await listening.take(Account(id=1, network="n", handle="brand", brand="Brand"), Batch(lane="all", posts=(post(),)))
    listening.close()

    assert listening.doubts.take(9) == [("n", "1")]


@pytest.mark.parametrize("policy", ["hold_all", "hold_doubtful", "release_clean"])
def test_what_our_own_corrections_object_to_waits_for_a_person_under_every_policy(policy: str) -> None:
    assert public_state(policy, post(), replace(CLEAN, objections=(Objection(3),))) is Public.HELD
