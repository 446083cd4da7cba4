"""Signing in with the browser, against a whole Bluesky that nobody here wrote."""

import dataclasses
from collections.abc import Mapping

import pytest

from app.connectors.base import SignInFailed
from app.connectors.bluesky import Bluesky
from app.domain.account import Account
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import tools
from tests.real.bluesky_person import consent
from tests.real.bluesky_server import BlueskyServer

pytestmark = pytest.mark.real

REDIRECT = "http://127.0.0.1:47113/signed-in"


async def test_a_person_allows_access_and_tokens_are_renewed(bluesky: BlueskyServer) -> None:
    brand = await bluesky.create_user("brand")
    options = {"handle": brand.handle, "service": bluesky.service, "directory": bluesky.directory}
    kept: list[Mapping[str, str]] = []

    async def keep(secrets: Mapping[str, str]) -> None:
        kept.append(secrets)

    async with tools(HurriedClock()) as plain:
        given = dataclasses.replace(plain, keep=keep)
        turn = await Bluesky.begin(options, {}, given, redirect=REDIRECT)
        answer = await consent(turn.url, brand)
        left = await Bluesky.finish(turn, answer, given, redirect=REDIRECT)
        account = Account(id=7, network="bluesky", handle=brand.handle, brand="Harbour", options=options)
        connector = Bluesky(account, left.secrets, given)
        assert (await connector.check()).native_id == left.identity.native_id == brand.did
        await connector._session.sign_in()
        assert len(kept) == 1
        assert (await Bluesky(account, kept[0], given).check()).native_id == brand.did
        with pytest.raises(SignInFailed, match="over"):
            await Bluesky(account, left.secrets, given)._session.sign_in()


async def test_an_answer_that_was_used_is_no_sign_in(bluesky: BlueskyServer) -> None:
    brand = await bluesky.create_user("brand")
    options = {"handle": brand.handle, "service": bluesky.service, "directory": bluesky.directory}
    async with tools(HurriedClock()) as given:
        turn = await Bluesky.begin(options, {}, given, redirect=REDIRECT)
        answer = await consent(turn.url, brand)
        await Bluesky.finish(turn, answer, given, redirect=REDIRECT)
        with pytest.raises(SignInFailed):
            await Bluesky.finish(turn, answer, given, redirect=REDIRECT)
