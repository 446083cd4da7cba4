"""Signing in before there is an account: by trying it, or in the browser."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from app.connectors import registry
from app.core.errors import Code, FishbowlError, StorageError
from app.core.secrets import KeyringVault
from app.domain.account import Account, HealthState
from app.hub import main as hub_main
from app.hub import signing_in
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.redirect import listening
from app.wire.answers import SignedInAs
from app.wire.calls import BeginSignIn, CheckAccount, FinishSignIn, ListAccounts, MintToken, RemoveAccount, SaveAccount
from app.wire.feeds import HealthFeed
from tests.core.test_secrets import FakeKeyring
from tests.fakes.buoy import Buoy
from tests.fakes.clock import SettableClock
from tests.fakes.consent import ConsentServer, visit
from tests.hub.conftest import Rooms, Until
from tests.hub.test_hooks import state_of

BUOY = Account(id=0, network="buoy", handle="harbour", brand="Harbour")


@pytest.fixture(autouse=True)
def networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.BUILT_IN, "buoy", "tests.fakes.buoy:Buoy")
    monkeypatch.setitem(registry.BUILT_IN, "consent", "tests.fakes.consent:Consent")
    monkeypatch.setattr(Buoy, "made", [])
    monkeypatch.setattr(Buoy, "deaf", False)
    registry._places.cache_clear()


@pytest.fixture
async def server() -> AsyncIterator[ConsentServer]:
    async with ConsentServer().running() as running:
        yield running


def account_on(server: ConsentServer, **options: str) -> Account:
    return Account(
        id=0, network="consent", handle="harbour", brand="Harbour", options={"server": server.url, **options}
    )


async def signed_in(desk: HubClient, server: ConsentServer) -> tuple[str, SignedInAs]:
    """The whole way: listener, browser, consent, tokens."""
    async with listening(port=0) as back:
        turn = await desk.call(
            BeginSignIn(network="consent", redirect=back.url, options={"server": server.url}, secrets={})
        )
        assert await visit(turn.url) == 200
        identity: SignedInAs = await desk.call(FinishSignIn(id=turn.id, answer=await back.answer()))
    return turn.id, identity


async def test_an_account_is_tried_before_it_is_saved(desk: HubClient) -> None:
    told = await desk.call(CheckAccount(account=BUOY, secrets={"token": "right"}))

    assert told == SignedInAs(native_id="buoy:1", handle="harbour", title="The harbour")
    assert await desk.call(ListAccounts()) == ()


async def test_a_refused_sign_in_is_said_in_the_network_s_words(desk: HubClient) -> None:
    with pytest.raises(FishbowlError, match="does not know this token") as refused:
        await desk.call(CheckAccount(account=BUOY, secrets={"token": "wrong"}))

    assert refused.value.code is Code.SIGN_IN


async def test_a_kept_secret_need_not_be_typed_again_to_be_tried(desk: HubClient) -> None:
    saved = await desk.call(SaveAccount(account=BUOY, secrets={"token": "wrong"}, session_only=True))

    with pytest.raises(FishbowlError, match="does not know this token"):
        await desk.call(CheckAccount(account=saved))


async def test_one_signs_in_with_the_browser_and_the_account_has_its_tokens(
    desk: HubClient, hub: Hub, server: ConsentServer, until: Until
) -> None:
    sign_in, identity = await signed_in(desk, server)
    saved = await desk.call(SaveAccount(account=account_on(server), session_only=True, sign_in=sign_in))

    assert identity == SignedInAs(native_id="u1", handle="harbour", title="The harbour")
    assert saved.options == {"server": server.url, "subject": "u1"}
    assert set((await hub.house.vault.read(f"account:{saved.id}")).values()) == server.tokens
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: state_of(health, saved) is HealthState.CONNECTED)


async def test_what_a_sign_in_left_may_be_saved_again_with_the_account(desk: HubClient, server: ConsentServer) -> None:
    sign_in, _identity = await signed_in(desk, server)
    saved = await desk.call(SaveAccount(account=account_on(server), session_only=True, sign_in=sign_in))

    assert await desk.call(SaveAccount(account=saved)) == saved


async def test_a_code_that_two_ask_to_trade_at_once_is_traded_once(desk: HubClient, server: ConsentServer) -> None:
    async with listening(port=0) as back:
        turn = await desk.call(
            BeginSignIn(network="consent", redirect=back.url, options={"server": server.url}, secrets={})
        )
        await visit(turn.url)
        finish = FinishSignIn(id=turn.id, answer=await back.answer())
    first, second = await asyncio.gather(desk.call(finish), desk.call(finish))
    assert first == second
    await desk.call(SaveAccount(account=account_on(server), session_only=True, sign_in=turn.id))
    assert len(server.tokens) == 1


async def test_a_sign_in_is_used_once(desk: HubClient, server: ConsentServer) -> None:
    sign_in, _identity = await signed_in(desk, server)
    await desk.call(SaveAccount(account=account_on(server), session_only=True, sign_in=sign_in))

    with pytest.raises(FishbowlError, match="is over"):
        await desk.call(SaveAccount(account=account_on(server), session_only=True, sign_in=sign_in))


async def test_a_finished_sign_in_can_be_tried_before_it_is_saved(desk: HubClient, server: ConsentServer) -> None:
    sign_in, _identity = await signed_in(desk, server)

    assert (await desk.call(CheckAccount(account=account_on(server), sign_in=sign_in))).native_id == "u1"


async def test_a_person_who_says_no_is_told_so_and_nothing_is_kept(desk: HubClient, server: ConsentServer) -> None:
    server.says_no = True
    with pytest.raises(FishbowlError, match="Access was not allowed"):
        await signed_in(desk, server)

    assert server.tokens == set()


async def test_an_answer_that_is_not_ours_signs_nobody_in(desk: HubClient, server: ConsentServer) -> None:
    turn = await desk.call(
        BeginSignIn(network="consent", redirect="http://127.0.0.1:1/signed-in", options={"server": server.url})
    )
    with pytest.raises(FishbowlError, match="another sign-in"):
        await desk.call(FinishSignIn(id=turn.id, answer={"code": "x", "state": "forged"}))
    with pytest.raises(FishbowlError, match="is over"):
        await desk.call(FinishSignIn(id=turn.id, answer={"code": "x", "state": "forged"}))


async def test_an_unfinished_sign_in_makes_no_account(desk: HubClient, server: ConsentServer) -> None:
    turn = await desk.call(
        BeginSignIn(network="consent", redirect="http://127.0.0.1:1/signed-in", options={"server": server.url})
    )
    with pytest.raises(FishbowlError, match="not finished"):
        await desk.call(SaveAccount(account=account_on(server), sign_in=turn.id))


async def test_a_sign_in_of_another_network_makes_no_account(desk: HubClient, server: ConsentServer) -> None:
    sign_in, _identity = await signed_in(desk, server)

    with pytest.raises(FishbowlError, match="not finished"):
        await desk.call(SaveAccount(account=BUOY, sign_in=sign_in))


async def test_nobody_takes_a_sign_in_that_somebody_else_began(
    rooms: Rooms, desk: HubClient, server: ConsentServer
) -> None:
    sign_in, _identity = await signed_in(desk, server)
    token = await desk.call(MintToken(name="other", role="administrator"))
    other = await rooms.station(token=token, name="other")

    with pytest.raises(FishbowlError, match="is over"):
        await other.call(SaveAccount(account=account_on(server), sign_in=sign_in))


@pytest.mark.parametrize("redirect", ["https://evil.example/", "http://192.168.1.5/x", "javascript:alert(1)", ""])
async def test_a_sign_in_comes_back_to_this_machine_only(desk: HubClient, server: ConsentServer, redirect: str) -> None:
    with pytest.raises(FishbowlError, match="this machine only"):
        await desk.call(BeginSignIn(network="consent", redirect=redirect, options={"server": server.url}))


async def test_the_browser_is_sent_to_encrypted_addresses_only(desk: HubClient) -> None:
    with pytest.raises(FishbowlError, match="not encrypted"):
        await desk.call(
            BeginSignIn(network="consent", redirect="http://127.0.0.1:1/", options={"server": "http://evil.example"})
        )


async def test_a_network_without_a_browser_sign_in_says_so(desk: HubClient) -> None:
    with pytest.raises(FishbowlError, match="Buoy"):
        await desk.call(BeginSignIn(network="buoy", redirect="http://127.0.0.1:1/"))


async def test_a_turn_is_forgotten_after_ten_minutes(server: ConsentServer, desk: HubClient, hub: Hub) -> None:
    clock = SettableClock()
    turns = signing_in.SigningIn(hub._connectors._tools, clock)
    options = {"server": server.url}
    key, _url = await turns.begin("consent", options, {}, redirect="http://127.0.0.1:1/", by="ana")
    clock.let_pass(601)

    with pytest.raises(FishbowlError, match="more than ten minutes"):
        await turns.finish(key, {}, by="ana")


async def test_a_network_that_hangs_lets_nobody_wait_for_ever(desk: HubClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(_self: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Buoy, "check", hang)
    monkeypatch.setattr(signing_in, "CHECK_SECONDS", 0.05)
    with pytest.raises(FishbowlError, match="did not answer in time"):
        await desk.call(CheckAccount(account=BUOY))


async def test_a_new_account_is_never_started_without_its_secrets(desk: HubClient, until: Until) -> None:
    saved = await desk.call(SaveAccount(account=BUOY, secrets={"token": "right"}, session_only=True))
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: state_of(health, saved) is HealthState.CONNECTED)

    assert [one.secrets for one in Buoy.made] == [{"token": "right"}]


async def test_an_account_whose_secrets_cannot_be_kept_is_not_saved(
    desk: HubClient, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub.house.vault, "keyring", None)
    with pytest.raises(FishbowlError, match="no system keyring"):
        await desk.call(SaveAccount(account=BUOY, secrets={"token": "right"}))

    assert await desk.call(ListAccounts()) == ()
    assert Buoy.made == []


async def test_an_account_that_cannot_be_stored_leaves_no_secrets(
    desk: HubClient, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_more: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr("app.store.audit.write", full)
    with pytest.raises(FishbowlError, match="disk is full"):
        await desk.call(SaveAccount(account=BUOY, secrets={"token": "right"}, session_only=True))

    assert hub.house.vault.session._kept == {}


async def test_secrets_that_outlive_their_account_are_named(
    desk: HubClient, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = FakeKeyring()
    monkeypatch.setattr(hub.house.vault, "keyring", KeyringVault(keyring))
    saved = await desk.call(SaveAccount(account=BUOY, secrets={"token": "right"}))
    keyring.locked = True
    with pytest.raises(FishbowlError, match=rf"is removed, but.*account:{saved.id}") as told:
        await desk.call(RemoveAccount(id=saved.id))
    assert told.value.code is Code.UNAVAILABLE
    assert await desk.call(ListAccounts()) == ()


async def test_an_account_whose_keyring_was_locked_starts_when_it_is_unlocked(
    desk: HubClient, hub: Hub, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = FakeKeyring()
    monkeypatch.setattr(hub.house.vault, "keyring", KeyringVault(keyring))
    monkeypatch.setattr(hub_main, "RETRY_SECONDS", 0.05)
    saved = await desk.call(SaveAccount(account=BUOY, secrets={"token": "right"}))
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: state_of(health, saved) is HealthState.CONNECTED)
    keyring.locked = True
    hub._connectors.secrets_changed(saved.id)
    await until(health, lambda: state_of(health, saved) is HealthState.SIGN_IN)
    keyring.locked = False

    await until(health, lambda: state_of(health, saved) is HealthState.CONNECTED)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"brand": " "}, "a name that people know"),
        ({"hue": 8}, "eight hues"),
        ({"monogram": "ABC"}, "two letters"),
        ({"undo_seconds": 601}, "600 seconds"),
        ({"first_reply_minutes": -1}, "two weeks"),
        ({"options": {"colour": "red"}}, "no option"),
    ],
)
async def test_what_does_not_fit_an_account_is_said(desk: HubClient, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(FishbowlError, match=said):
        await desk.call(SaveAccount(account=replace(BUOY, **changed)))
