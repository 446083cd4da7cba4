"""Accounts at the desk: made from what a network declares, tried, signed in to with the browser, paused, removed."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.link import redirect
from app.wire.answers import SignedInAs, SignInTurn
from app.wire.calls import BeginSignIn, CheckAccount, FinishSignIn, RemoveAccount, SaveAccount
from app.wire.feeds import HealthFeed
from tests.fakes.consent import visit
from tests.widgets.agent.account_stage import BUOY, CONSENT, FERNHILL, HARBOUR, HEALTH, OAT, AccountStage, account_stage
from tests.widgets.agent.test_accessibility import nameless
from widgets.dialogs.account_form import AccountForm
from widgets.dialogs.account_networks import NetworksDialog
from widgets.dialogs.account_row import ChoiceRow
from widgets.dialogs.accounts import AccountsDialog
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.copy_row import CopyRow
from widgets.kit.desk_strip import StripBar
from widgets.kit.desk_text import TextBlock


async def form_of(stage: AccountStage, network: str) -> AccountForm:
    stage.hands.add()
    await stage.settle()
    QTest.keyClicks(stage.dialog().field, network)
    await stage.press(Qt.Key.Key_Return)
    form = stage.dialog()
    assert isinstance(form, AccountForm)
    return form


def answer(form: AccountForm, **answers: str) -> None:
    for question in form.questions:
        if question.field.name in answers:
            question.put(answers[question.field.name])


async def test_the_list_says_how_each_account_fares() -> None:
    async with account_stage() as stage:
        stage.hands.show_accounts()
        await stage.settle()
        harbour, fernhill, oat = (row.accessibleName() for row in stage.dialog().findChildren(ChoiceRow))

        assert "Connected · last post 4 min ago · 72 % of the rate budget left · the sign-in ends: 30 May" in harbour
        assert "The server does not know this sign-in any more. Sign in again." in fernhill
        assert oat.endswith("Paused")


async def test_the_list_follows_the_health_while_it_is_open() -> None:
    async with account_stage() as stage:
        stage.hands.show_accounts()
        await stage.settle()
        stage.link.put(HealthFeed(), {"1": msgspec.structs.replace(HEALTH[1], account_id=1)})
        await stage.settle()

        assert "Sign-in refused" in stage.dialog().findChildren(ChoiceRow)[0].accessibleName()


async def test_accounts_are_chosen_paused_and_resumed_by_keys() -> None:
    async with account_stage() as stage:
        stage.hands.show_accounts()
        await stage.settle()
        await stage.press(Qt.Key.Key_P)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_P)

        paused, resumed = stage.asked(SaveAccount)
        assert paused.account == msgspec.structs.replace(HARBOUR, enabled=False)
        assert resumed.account == msgspec.structs.replace(OAT, enabled=True)
        assert (paused.secrets, resumed.secrets) == ({}, {})


async def test_without_an_account_the_list_says_what_to_do() -> None:
    async with account_stage(accounts=False) as stage:
        stage.hands.show_accounts()
        await stage.settle()
        await stage.press(Qt.Key.Key_A)

        assert isinstance(stage.dialog(), NetworksDialog)


async def test_removing_says_what_becomes_of_the_conversations_and_asks_first() -> None:
    async with account_stage() as stage:
        stage.hands.show_accounts()
        await stage.settle()
        await stage.press(Qt.Key.Key_Delete)
        question = stage.dialog()
        assert isinstance(question, Confirm)
        said = " ".join(block.words for block in question.findChildren(TextBlock))
        assert "Its posts and conversations stay" in said
        await stage.press(Qt.Key.Key_Return)
        assert stage.asked(RemoveAccount) == []
        stage.hands._ask_remove(HARBOUR)
        await stage.settle()
        stage.dialog().accept()
        await stage.settle()

        assert stage.asked(RemoveAccount) == [RemoveAccount(id=1)]
        assert stage.desk.said == ["Removed Harbour Rail"]


async def test_networks_are_found_by_typing_and_unproven_ones_say_so() -> None:
    async with account_stage() as stage:
        stage.hands.add()
        await stage.settle()
        dialog = stage.dialog()
        assert dialog.shown() == ["buoy", "consent"]
        buoy, consent = (row.accessibleName() for row in dialog.findChildren(ChoiceRow))
        QTest.keyClicks(dialog.field, "cons")

        assert dialog.shown() == ["consent"]
        assert "Never run against the network itself" in buoy
        assert "Never" not in consent


async def test_the_form_is_what_the_network_declares() -> None:
    async with account_stage() as stage:
        form = await form_of(stage, "buoy")

        assert [question.field.name for question in form.questions] == ["handle", "token", "words"]
        token = form.questions[1].edit
        assert isinstance(token, QLineEdit)
        assert token.echoMode() is QLineEdit.EchoMode.Password
        strip = form.findChild(StripBar)
        assert isinstance(strip, StripBar)
        assert "buoy.example/docs/api (5 January 2026)" in strip.accessibleName()


async def test_what_is_missing_is_said_and_nothing_is_sent() -> None:
    async with account_stage() as stage:
        form = await form_of(stage, "buoy")
        answer(form, handle="harbourrail")
        form.questions[0].edit.setFocus()
        await stage.press(Qt.Key.Key_Return)

        assert form.said.words == "“Access token” is missing."
        assert stage.asked(SaveAccount) == []


async def test_a_new_account_carries_answers_secrets_and_looks() -> None:
    async with account_stage() as stage:
        form = await form_of(stage, "buoy")
        answer(form, handle="@harbourferry", token=" s3cret ", words="ferry\nharbour")
        form.looks.brand.put("Harbour Ferry")
        form.looks.hues.button(5).click()
        form.looks.protected.buttons_[1].click()
        form.questions[0].edit.setFocus()
        await stage.press(Qt.Key.Key_Return)

        (saved,) = stage.asked(SaveAccount)
        assert saved.secrets == {"token": "s3cret"}
        assert saved.account == Account(
            id=0,
            network="buoy",
            handle="harbourferry",
            brand="Harbour Ferry",
            monogram="HF",
            hue=5,
            options={"handle": "@harbourferry", "words": "ferry\nharbour"},
            protected=True,
        )
        assert stage.desk.said == ["Added Harbour Ferry"]


async def test_secrets_may_be_kept_in_the_hub_s_memory_alone() -> None:
    async with account_stage() as stage:
        form = await form_of(stage, "buoy")
        answer(form, handle="harbourrail", token="s3cret")
        form._keeping.buttons_[1].click()
        form.save_requested.emit()
        await stage.settle()

        assert stage.asked(SaveAccount)[0].session_only


async def test_trying_says_who_one_is_and_fills_what_was_left_empty() -> None:
    async with account_stage() as stage:
        form = await form_of(stage, "buoy")
        answer(form, handle="harbourrail", token="s3cret")
        form.check.click()
        await stage.settle()

        (asked,) = stage.asked(CheckAccount)
        assert asked.secrets == {"token": "s3cret"}
        assert form.said.words.startswith("Signed in as ")
        assert form.looks.brand.answer() == "Harbour Rail"
        assert stage.asked(SaveAccount) == []


async def test_a_refused_sign_in_is_said_in_the_form_and_nothing_is_lost() -> None:
    async with account_stage() as stage:
        stage.link.answers[CheckAccount] = FishbowlError("The buoy does not know this token.", code=Code.SIGN_IN)
        form = await form_of(stage, "buoy")
        answer(form, handle="harbourrail", token="wrong")
        form.check.click()
        await stage.settle()

        assert form.said.words == "The buoy does not know this token."
        assert form.secrets == {"token": "wrong"}
        assert form.check.may


async def test_a_form_that_cannot_be_saved_stays_open() -> None:
    async with account_stage() as stage:
        stage.link.answers[SaveAccount] = FishbowlError("The system keyring refused.")
        form = await form_of(stage, "buoy")
        answer(form, handle="harbourrail", token="s3cret")
        form.save_requested.emit()
        await stage.settle()

        assert form.isVisible()
        assert form.said.words == "The system keyring refused."


async def test_a_network_that_calls_shows_its_address_once_the_account_is_saved() -> None:
    async with account_stage() as stage:
        stage.link.answers[SaveAccount] = lambda request: msgspec.structs.replace(request.account, id=7)
        form = await form_of(stage, "buoy")
        answer(form, handle="harbourrail", token="s3cret")
        form.save_requested.emit()
        await stage.settle()
        shown = stage.dialog().findChild(CopyRow)
        assert isinstance(shown, CopyRow)
        shown.button.click()

        assert QGuiApplication.clipboard().text() == "https://hub.example/v1/hook/7"


async def test_a_change_keeps_secrets_that_are_not_typed_again() -> None:
    async with account_stage() as stage:
        stage.hands._change(FERNHILL)
        await stage.settle()
        form = stage.dialog()
        form.looks.brand.put("Fernhill")
        form.save_requested.emit()
        await stage.settle()

        (saved,) = stage.asked(SaveAccount)
        assert saved.secrets == {}
        assert saved.account == msgspec.structs.replace(FERNHILL, brand="Fernhill")


async def browsing(stage: AccountStage, monkeypatch: pytest.MonkeyPatch) -> AccountForm:
    """A form that waits for the browser."""
    monkeypatch.setattr(redirect, "USUAL_PORT", 0)
    stage.link.answers[BeginSignIn] = SignInTurn(id="turn", url="https://consent.example/authorize")
    stage.link.answers[FinishSignIn] = SignedInAs(native_id="1", handle="fernhillbank", title="Fernhill Bank")
    form = await form_of(stage, "consent")
    answer(form, server="https://social.example")
    form.browser.click()
    while not stage.pages:
        await stage.settle()
    return form


async def test_one_signs_in_with_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    async with account_stage() as stage:
        form = await browsing(stage, monkeypatch)
        assert stage.pages == ["https://consent.example/authorize"]
        (begun,) = stage.asked(BeginSignIn)
        assert begun.options == {"server": "https://social.example"}
        await visit(f"{begun.redirect}?code=1&state=s")
        while not form.sign_in:
            await stage.settle()
        form.save_requested.emit()
        await stage.settle()

        (saved,) = stage.asked(SaveAccount)
        assert stage.asked(FinishSignIn) == [FinishSignIn(id="turn", answer={"code": "1", "state": "s"})]
        assert saved.sign_in == "turn"
        assert saved.account.brand == "Fernhill Bank"


async def test_waiting_for_the_browser_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async with account_stage() as stage:
        form = await browsing(stage, monkeypatch)
        form.browser.click()
        await stage.settle()

        assert form.browser.text() == "Sign in with the browser"
        assert form.said.words.startswith("Nothing was changed.")
        assert stage.asked(FinishSignIn) == []


async def test_leaving_the_form_stops_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async with account_stage() as stage:
        form = await browsing(stage, monkeypatch)
        form.reject()
        await stage.settle()

        assert stage.hands._browsing is None


@pytest.mark.parametrize("theme", ["dark", "light", "dark-high-contrast", "light-high-contrast"])
async def test_the_dialogs_fit_the_smallest_window_at_every_theme(theme: str) -> None:
    async with account_stage(theme=theme) as stage:
        for info in (BUOY, CONSENT):
            form = await form_of(stage, info.name)
            assert form.height() <= 0.85 * 640
            assert form.width() <= 960
            form.reject()
            await stage.settle()


async def test_every_control_of_the_account_dialogs_has_a_name() -> None:
    async with account_stage() as stage:
        stage.hands.show_accounts()
        await stage.settle()
        assert isinstance(stage.dialog(), AccountsDialog)
        assert nameless(stage.dialog()) == []
        stage.dialog().reject()
        for info in (BUOY, CONSENT):
            form = await form_of(stage, info.name)
            assert nameless(form) == []
            form.reject()
            await stage.settle()
