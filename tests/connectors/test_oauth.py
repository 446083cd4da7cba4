"""Consent in the browser and tokens that are renewed before they end, against a token address on loopback."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.connectors import oauth
from app.connectors.base import Malformed, Refused, SignInFailed, Tools, Unreachable
from app.connectors.oauth import Door, Holder, Tokens
from app.core.clock import MINUTE, SECOND
from app.core.errors import StorageError
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.door import FakeDoor
from tests.fakes.ear import tools
from tests.fakes.network import FakeNetwork

REDIRECT = "http://127.0.0.1:47113/signed-in"


class Scene:
    """A token address, a clock and what was kept."""

    def __init__(self, fake: FakeDoor, door: Door, given: Tools, clock: ManualClock) -> None:
        self.fake = fake
        self.door = door
        self.clock = clock
        self.kept: list[dict[str, str]] = []
        self.refuses = False
        self.tools = replace(given, keep=self._keep)

    async def _keep(self, secrets: Mapping[str, str]) -> None:
        if self.refuses:
            raise StorageError("The keyring is locked.")
        self.kept.append(dict(secrets))

    def holder(self, *, ends_in: int = 7200) -> Holder:
        """Somebody signed in, whose token ends in so many seconds."""
        given: dict[str, Any] = self.fake.give()
        ends_at = self.clock.now() + ends_in * SECOND
        return Holder(self.door, Tokens(given["access_token"], given["refresh_token"], ends_at), self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = ManualClock()
    network, fake = FakeNetwork(clock), FakeDoor()
    network.app.router.add_post("/token", fake.token)
    async with network.running(), tools(clock) as given:
        door = Door(
            name="Harbour", authorize="https://harbour.test/authorize", token=f"{network.url}/token", client_id="we"
        )
        yield Scene(fake, replace(door, scopes="read write"), given, clock)


async def signed_in(scene: Scene, door: Door) -> Tokens:
    turn = oauth.begin(door, redirect=REDIRECT)
    return await oauth.trade(door, turn, scene.fake.consent(turn.url), scene.tools, redirect=REDIRECT)


async def test_a_code_is_traded_for_tokens_with_the_verifier_that_was_promised(scene: Scene) -> None:
    tokens = await signed_in(scene, scene.door)
    assert tokens.access in scene.fake.access
    assert tokens.expires_at == NOON + 7200 * SECOND
    assert scene.fake.forms[0]["redirect_uri"] == REDIRECT
    assert scene.fake.forms[0]["client_id"] == "we"
    assert len(scene.fake.forms[0]["code_verifier"]) >= 43
    assert oauth.tokens_of(tokens.secrets()) == replace(tokens, body=None)


async def test_a_client_with_a_secret_shows_it_in_a_header_where_the_network_wants_that(scene: Scene) -> None:
    await signed_in(scene, replace(scene.door, client_secret="hush", basic=True))
    assert scene.fake.headers[0]["Authorization"].startswith("Basic ")
    assert "client_secret" not in scene.fake.forms[0]


@pytest.mark.parametrize(
    "answer", [{"code": "good", "state": "other"}, {"error": "access_denied"}, {"code": "bad"}, {}], ids=str
)
async def test_a_sign_in_that_was_refused_or_is_not_ours_leaves_nothing(scene: Scene, answer: dict[str, str]) -> None:
    turn = oauth.begin(scene.door, redirect=REDIRECT)
    with pytest.raises(SignInFailed):
        await oauth.trade(scene.door, turn, {"state": turn.state["state"], **answer}, scene.tools, redirect=REDIRECT)
    assert scene.fake.access == set()


def test_without_a_client_id_nobody_is_sent_anywhere() -> None:
    with pytest.raises(Refused, match="client id"):
        oauth.begin(Door(name="Harbour", authorize="https://a", token="https://b", client_id=""), redirect=REDIRECT)


async def test_a_token_is_renewed_before_it_ends_and_kept(scene: Scene) -> None:
    holder = scene.holder(ends_in=3600)
    old = await holder.fresh()
    await scene.clock.advance(3600 - 120)
    new = await holder.fresh()
    assert new != old
    assert scene.kept[-1]["token"] == new
    assert scene.kept[-1]["refresh_token"] in scene.fake.refresh
    assert holder.tokens.expires_at > scene.clock.now() + 60 * MINUTE


async def test_many_who_ask_at_once_renew_it_once(scene: Scene) -> None:
    holder = scene.holder(ends_in=60)
    found = await asyncio.gather(*(holder.fresh() for _one in range(5)))
    assert len(set(found)) == 1
    assert len(scene.fake.forms) == 1


async def test_what_the_keyring_refused_is_kept_with_the_next_request(scene: Scene) -> None:
    holder = scene.holder(ends_in=60)
    scene.refuses = True
    token = await holder.fresh()
    scene.refuses = False
    assert await holder.fresh() == token
    assert scene.kept[-1]["token"] == token


async def test_a_token_that_still_lasts_is_used_while_the_door_is_shut(scene: Scene) -> None:
    holder = scene.holder(ends_in=120)
    scene.fake.down = True
    assert await holder.fresh() == holder.tokens.access
    await scene.clock.advance(180)
    with pytest.raises(Unreachable):
        await holder.fresh()


async def test_a_refresh_token_that_is_over_asks_a_person_to_sign_in(scene: Scene) -> None:
    holder = scene.holder(ends_in=60)
    scene.fake.says_no = True
    with pytest.raises(SignInFailed, match="over"):
        await holder.fresh()


async def test_a_token_that_cannot_be_renewed_has_its_last_day(scene: Scene) -> None:
    holder = Holder(scene.door, Tokens("only", "", NOON + 60 * SECOND), scene.tools)
    assert holder.ends_at == NOON + 60 * SECOND
    assert await holder.fresh() == "only"
    await scene.clock.advance(61)
    with pytest.raises(SignInFailed, match="ended"):
        await holder.fresh()
    assert not await holder.refused("only")


async def test_nobody_has_signed_in_yet(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="Nobody"):
        await Holder(scene.door, Tokens(""), scene.tools).fresh()


@pytest.mark.parametrize("body", [None, [], {}, {"access_token": 5}, {"access_token": ""}], ids=str)
def test_an_answer_without_a_token_makes_no_sense(body: Any) -> None:
    with pytest.raises(Malformed):
        oauth.read_tokens(body, now=NOON)
