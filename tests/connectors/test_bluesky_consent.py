"""Signing in to Bluesky with the browser: every name is checked both ways, tokens are bound to a key and renewed."""

import dataclasses
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import msgspec
import pytest

from app.connectors._bluesky.dpop import ProofKey
from app.connectors._bluesky.grant import LASTS, SECRET, Grant, read_grant
from app.connectors.base import BrowserTurn, Malformed, Refused, SignedIn, SignInFailed, Tools
from app.connectors.bluesky import Bluesky
from app.core.clock import HOUR
from app.domain.account import Account
from tests.fakes.bluesky import DID, HANDLE, PASSWORD
from tests.fakes.bluesky_consent import FakeConsent
from tests.fakes.clock import ManualClock
from tests.fakes.ear import tools

REDIRECT = "http://127.0.0.1:47113/signed-in"


class Place:
    """A network, what a connector is given, and what it gave to be kept."""

    def __init__(self, fake: FakeConsent, given: Tools, clock: ManualClock) -> None:
        self.fake = fake
        self.clock = clock
        self.kept: list[Mapping[str, str]] = []
        self.tools = dataclasses.replace(given, keep=self._keep)
        self.options = {"handle": HANDLE, "service": fake.url, "directory": fake.url}

    async def begin(self) -> BrowserTurn:
        return await Bluesky.begin(self.options, {}, self.tools, redirect=REDIRECT)

    async def signed_in(self) -> SignedIn:
        turn = await self.begin()
        return await Bluesky.finish(turn, self.fake.allow(turn.url), self.tools, redirect=REDIRECT)

    def connector(self, secrets: Mapping[str, str]) -> Bluesky:
        account = Account(id=5, network="bluesky", handle=HANDLE, brand="Harbour", options=self.options)
        return Bluesky(account, secrets, self.tools)

    async def _keep(self, secrets: Mapping[str, str]) -> None:
        self.kept.append(secrets)


@asynccontextmanager
async def place() -> AsyncIterator[Place]:
    clock = ManualClock()
    fake = FakeConsent(clock)
    async with fake.running(), tools(clock) as given:
        yield Place(fake, given, clock)


def grant_of(secrets: Mapping[str, str]) -> Grant:
    grant = read_grant(secrets[SECRET])
    assert grant is not None
    return grant


async def test_a_person_allows_access_and_the_account_speaks() -> None:
    async with place() as here:
        left = await here.signed_in()
        identity = await here.connector(left.secrets).check()
    assert (identity.native_id, identity.handle) == (DID, HANDLE)
    assert identity.expires_at == here.clock.now() + LASTS
    assert left.identity == identity


async def test_the_page_is_told_nothing_but_who_asks_and_which_request_it_is() -> None:
    async with place() as here:
        turn = await here.begin()
    assert turn.url.startswith(f"{here.fake.url}/authorize?client_id=http%3A%2F%2Flocalhost%3F")
    assert turn.state["state"] not in turn.url
    assert turn.state["verifier"] not in turn.url


async def test_a_new_nonce_in_the_middle_is_taken_and_the_request_goes_through() -> None:
    async with place() as here:
        connector = here.connector((await here.signed_in()).secrets)
        await connector.check()
        here.fake.nonce = "second-nonce"
        assert (await connector.check()).native_id == DID
    assert here.kept == []


async def test_a_token_is_renewed_before_it_ends_and_kept_before_it_is_used() -> None:
    async with place() as here:
        left = await here.signed_in()
        connector = here.connector(left.secrets)
        await here.clock.advance(HOUR / 1000 - 30)
        await connector.check()
        assert here.fake.renewals == 1
        renewed = grant_of(here.kept[0])
        assert renewed.refresh != grant_of(left.secrets).refresh
        assert renewed.key == grant_of(left.secrets).key
        assert (await here.connector(here.kept[0]).check()).native_id == DID


async def test_a_token_that_is_refused_is_renewed_once() -> None:
    async with place() as here:
        connector = here.connector((await here.signed_in()).secrets)
        here.fake.forget_tokens()
        await connector.check()
    assert here.fake.renewals == 1


async def test_after_two_weeks_a_person_is_asked_to_sign_in_again() -> None:
    async with place() as here:
        connector = here.connector((await here.signed_in()).secrets)
        await here.clock.advance(LASTS / 1000)
        with pytest.raises(SignInFailed, match="two weeks"):
            await connector.check()
    assert here.fake.renewals == 0


async def test_a_refresh_token_that_was_used_elsewhere_says_sign_in_again() -> None:
    async with place() as here:
        left = await here.signed_in()
        await here.signed_in()
        here.fake.forget_tokens()
        with pytest.raises(SignInFailed, match="over"):
            await here.connector(left.secrets).check()


async def test_a_password_that_is_entered_later_wins() -> None:
    async with place() as here:
        left = await here.signed_in()
        await here.connector({**left.secrets, "password": PASSWORD}).check()
    assert here.fake.sessions == 1


async def test_a_kept_sign_in_that_cannot_be_read_says_what_to_do() -> None:
    async with place() as here:
        with pytest.raises(SignInFailed, match="app password"):
            await here.connector({SECRET: '{"did": 1}'}).check()


@pytest.mark.parametrize(
    "wrong", [{"state": "another"}, {"iss": "https://elsewhere.test"}, {"code": "", "error": "access_denied"}]
)
async def test_an_answer_that_is_not_ours_or_says_no_is_no_sign_in(wrong: dict[str, str]) -> None:
    async with place() as here:
        turn = await here.begin()
        with pytest.raises(SignInFailed):
            await Bluesky.finish(turn, {**here.fake.allow(turn.url), **wrong}, here.tools, redirect=REDIRECT)


async def test_a_code_that_was_never_given_is_no_sign_in() -> None:
    async with place() as here:
        turn = await here.begin()
        answer = {**here.fake.allow(turn.url), "code": "guessed"}
        with pytest.raises(SignInFailed, match="Invalid code"):
            await Bluesky.finish(turn, answer, here.tools, redirect=REDIRECT)


async def test_somebody_else_who_signs_in_is_refused() -> None:
    async with place() as here:
        here.fake.subject = "did:plc:ann"
        with pytest.raises(SignInFailed, match="another account"):
            await here.signed_in()


async def test_a_handle_that_its_account_does_not_claim_is_refused() -> None:
    async with place() as here:
        here.fake.names = ["at://somebody.else"]
        with pytest.raises(Refused, match="does not belong"):
            await here.begin()


async def test_a_server_that_goes_by_another_name_is_refused() -> None:
    async with place() as here:
        here.fake.issuer = "https://elsewhere.test"
        with pytest.raises(Malformed, match="another name"):
            await here.begin()


@pytest.mark.parametrize("what", ["resource", "server"])
async def test_a_redirect_speaks_for_nobody(what: str) -> None:
    async with place() as here:
        here.fake.redirects = what
        with pytest.raises(Refused, match="elsewhere"):
            await here.begin()


async def test_without_a_handle_nobody_is_asked() -> None:
    async with place() as here:
        here.options["handle"] = " "
        with pytest.raises(Refused, match="handle"):
            await here.begin()
    assert here.fake.asked_at == []


def test_what_is_kept_is_read_again_as_it_was() -> None:
    assert read_grant("") is None
    assert read_grant("[]") is None
    grant = Grant(did=DID, handle=HANDLE, service="s", token_url="t", redirect="r", key="AAAA" * 10 + "AAE", over_at=1)
    assert read_grant(msgspec.json.encode(grant).decode()) == grant


def test_what_is_kept_fits_into_every_keyring() -> None:
    grant = Grant(
        did="did:plc:vnt5aalwb2dmrudohoyvzssf",
        handle="a-rather-long-name.of-a-brand.example.com",
        service="https://something-long.us-east.host.bsky.network",
        token_url="https://bsky.social/oauth/token",
        redirect="http://127.0.0.1/signed-in",
        key=ProofKey.new().text,
        over_at=1796518544996,
        access="a" * 700,
        refresh="r" * 70,
        ends_at=1796518544996,
    )
    assert len(json.dumps(grant.secrets).encode("utf-16-le")) < 2560
