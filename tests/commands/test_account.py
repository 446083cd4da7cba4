"""`main.py account …`: what is printed and what the hub is asked."""

import argparse
from typing import Any

import pytest
from msgspec.structs import replace

from app import cli
from app.commands import account as command
from app.core.errors import BadInput
from app.domain.account import Account
from app.link import redirect
from app.wire.answers import HubFacts, SignedInAs, SignInTurn
from app.wire.calls import (
    BeginSignIn,
    CheckAccount,
    FinishSignIn,
    GetHubFacts,
    ListNetworks,
    Request,
    SaveAccount,
)
from tests.fakes.buoy import Buoy
from tests.fakes.consent import Consent, visit

FACTS = HubFacts(
    program="1",
    database="sqlite",
    posts=0,
    search_fresh_to=0,
    data_bytes=0,
    free_bytes=0,
    started_at=0,
    keyring="",
    public_url="https://hub.example",
)


class Hub:
    """Answers what `account` asks, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def call(self, request: Request) -> Any:
        self.asked.append(request)
        match request:
            case ListNetworks():
                return (Buoy.INFO, Consent.INFO)
            case GetHubFacts():
                return FACTS
            case CheckAccount():
                return SignedInAs(native_id="1", handle="harbour")
            case BeginSignIn():
                await visit(f"{request.redirect}?code=1&state=s")
                return SignInTurn(id="turn", url="https://consent.example/authorize")
            case FinishSignIn():
                return SignedInAs(native_id="1", handle="harbour")
            case SaveAccount():
                return replace(request.account, id=7)
        raise AssertionError(request)

    def saved(self) -> SaveAccount:
        return next(request for request in self.asked if isinstance(request, SaveAccount))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr(redirect, "USUAL_PORT", 0)
    return Hub()


async def run(hub: Hub, *arguments: str) -> None:
    options: argparse.Namespace = cli.parse(["account", *arguments])
    verb = {"networks": command._networks, "add": command._add}[options.verb]
    await verb(hub, options)  # type: ignore[arg-type]


async def test_networks_has_one_line_each_with_its_id_first(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    await run(hub, "networks")

    buoy, consent = capsys.readouterr().out.splitlines()
    assert buoy.startswith("buoy\tBuoy\tmentions\tnever run against the network itself")
    assert consent.startswith("consent\tConsent\tmentions\tproven against")


async def test_networks_says_what_each_asks_for_when_asked(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    await run(hub, "networks", "--form")

    assert "    token (secret, optional): Token" in capsys.readouterr().out


async def test_a_network_that_calls_is_told_where(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    await run(hub, "add", "buoy", "--set", "token=x", "--handle", "@harbour")

    assert "https://hub.example/v1/hook/7" in capsys.readouterr().out
    assert hub.saved().secrets == {"token": "x"}
    assert hub.saved().account == Account(
        id=0, network="buoy", handle="harbour", brand="harbour", monogram="H", options={}
    )


async def test_one_signs_in_with_the_browser_from_a_terminal(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    await run(hub, "add", "consent", "--set", "server=https://consent.example", "--set", "token=", "--browser")

    assert "https://consent.example/authorize" in capsys.readouterr().out
    finished = next(request for request in hub.asked if isinstance(request, FinishSignIn))
    assert finished == FinishSignIn(id="turn", answer={"code": "1", "state": "s"})
    assert hub.saved().sign_in == "turn"
    assert hub.saved().account.handle == "harbour"


async def test_an_account_is_tried_first_when_asked(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    await run(hub, "add", "buoy", "--set", "token=x", "--check")

    assert "Signed in as @harbour." in capsys.readouterr().out


async def test_an_answer_to_no_question_is_refused(hub: Hub) -> None:
    with pytest.raises(BadInput, match="does not ask for"):
        await run(hub, "add", "buoy", "--set", "colour=red")
