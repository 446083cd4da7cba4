"""The e-mail connector against Dovecot and Postfix."""

import asyncio
from collections import Counter

import pytest

from app.connectors.base import Ambiguous, ConnectorError, SignInFailed, Tools, Unreachable
from app.connectors.email import Email
from app.core.clock import Clock
from app.domain.account import Account, HealthState
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import HurriedClock, SettableClock
from tests.fakes.ear import Ear, tools
from tests.real.mail_server import ANN, BRAND, PASSWORD, MailServer

pytestmark = pytest.mark.real


def account_of(server: MailServer, **options: str) -> Account:
    return Account(id=7, network="email", handle=BRAND, brand="Harbour", options={**server.options, **options})


def connector_of(server: MailServer, given: Tools, *, password: str = PASSWORD, **options: str) -> Email:
    return Email(account_of(server, **options), {"password": password}, given)


def reply_to(parent: str, text: str) -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=7, text=text, parent=parent, thread=parent)


def received(server: MailServer) -> Counter[str]:
    """How often each text lies in the customer's inbox."""
    return Counter(mail.get_content().strip() for mail in server.mails_of(ANN))


async def delivered(server: MailServer, texts: set[str]) -> None:
    async with asyncio.timeout(30):
        while not texts <= set(received(server)):  # noqa: ASYNC110 -- another process writes the files
            await asyncio.sleep(0.05)


async def test_both_ways_of_encryption_sign_in(mail: MailServer) -> None:
    async with tools(HurriedClock()) as given:
        first = await connector_of(mail, given).check()
        second = await connector_of(mail, given, imap=mail.encrypted_imap).check()
    assert first == second
    assert first.native_id == BRAND


async def test_a_mail_wakes_who_waits_and_a_bounce_is_told_from_it(mail: MailServer) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(mail), clock)
    async with tools(clock) as given, ear.listening(connector_of(mail, given)):
        await ear.until(lambda: "inbox" in ear.cursors)
        said = await asyncio.to_thread(mail.say, "Is the ferry läte?\n\n-- \nAnn")
        away = await asyncio.to_thread(mail.say, "I am away", Auto_Submitted="auto-replied")
        await ear.until(lambda: {said, away} <= set(ear.posts))
    post = ear.posts[said]
    assert (post.kind, post.text, post.author.handle) == (PostKind.DIRECT, "The ferry\n\nIs the ferry läte?", ANN)
    assert (ear.posts[away].kind, ear.posts[away].labels) == (PostKind.HEARD, ("auto-reply",))


async def test_90_mails_of_an_absence_all_arrive_once(mail: MailServer) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(mail), clock)
    async with tools(clock) as given:
        async with ear.listening(connector_of(mail, given)):
            await ear.until(lambda: "inbox" in ear.cursors)
        missed = {await asyncio.to_thread(mail.say, f"question {number}") for number in range(90)}
        async with ear.listening(connector_of(mail, given)):
            await ear.until(lambda: missed <= set(ear.posts))
    assert {ear.times[one] for one in missed} == {1}


async def test_nothing_is_missed_when_the_server_is_killed_and_comes_back(mail: MailServer) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(mail), clock)
    async with tools(clock) as given, ear.listening(connector_of(mail, given)):
        await ear.until(lambda: "inbox" in ear.cursors)
        mail.kill_dovecot()
        await ear.until(lambda: ear.healths[-1].state is HealthState.DOWN)
        await asyncio.to_thread(mail.restart_dovecot)
        after = await asyncio.to_thread(mail.say, "after")
        await ear.until(lambda: after in ear.posts)


async def test_a_reply_sent_five_times_arrives_once_in_its_thread_and_is_filed(mail: MailServer) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(mail), clock)
    parent = await asyncio.to_thread(mail.say, "Is the ferry late?", Subject="Fähre")
    async with tools(clock) as given:
        connector = connector_of(mail, given)
        key, reply = connector.new_key(), reply_to(parent, "Five times the same")
        receipts = await asyncio.gather(*(connector.send(reply, key=key) for _try in range(5)))
        await delivered(mail, {"Five times the same"})
        receipts.append(await connector_of(mail, given).send(reply, key=key))
        async with ear.listening(connector_of(mail, given)):
            await ear.until(lambda: receipts[0].native_id in ear.posts)
        thread = await connector.thread(parent)
    assert len({receipt.native_id for receipt in receipts}) == 1
    assert received(mail)["Five times the same"] == 1
    assert [post.kind for post in thread] == [PostKind.CONTEXT, PostKind.OWN]
    answer = next(one for one in mail.mails_of(ANN) if one.get_content().strip() == "Five times the same")
    assert (answer["Subject"], answer["In-Reply-To"]) == ("Re: Fähre", f"<{parent}>")


async def test_sends_cut_off_by_a_killed_server_are_settled(mail: MailServer) -> None:
    clock = SettableClock()
    parent = await asyncio.to_thread(mail.say, "Is the ferry late?")
    async with tools(clock) as given:
        connector = connector_of(mail, given)
        await connector.send(reply_to(parent, "Before the cut"), key=connector.new_key())
        keys = {f"Cut answer {number}": connector.new_key() for number in range(12)}
        sends = [connector.send(reply_to(parent, text), key=key) for text, key in keys.items()]
        asyncio.get_running_loop().call_later(0.5, mail.kill_postfix)
        told = await asyncio.gather(*sends, return_exceptions=True)
        assert {type(one) for one in told if isinstance(one, Exception)} <= {Ambiguous, Unreachable}
        await asyncio.to_thread(mail.restart_postfix)
        await delivered(mail, {text for text, one in zip(keys, told, strict=True) if not isinstance(one, Exception)})
        clock.let_pass(660)
        again = connector_of(mail, given)
        for text, key in keys.items():
            await settled(again, reply_to(parent, text), key)
        await delivered(mail, set(keys))
    assert [received(mail)[text] for text in keys] == [1] * len(keys)


async def settled(connector: Email, reply: OutgoingReply, key: str) -> None:
    if await connector.find(reply, key=key) is None:
        await connector.send(reply, key=key)


async def refused(server: MailServer, clock: Clock, **wrong: str) -> ConnectorError:
    async with tools(clock) as given:
        with pytest.raises(ConnectorError) as told:
            await connector_of(server, given, **wrong).check()
    return told.value


async def test_a_wrong_password_is_a_sign_in_that_failed(mail: MailServer) -> None:
    assert isinstance(await refused(mail, HurriedClock(), password="wrong"), SignInFailed)


async def test_an_untrusted_certificate_is_refused_and_says_what_to_do(mail: MailServer) -> None:
    for imap in (mail.options["imap"], mail.encrypted_imap):
        error = await refused(mail, HurriedClock(), authority="", imap=imap)
        assert "not trusted" in error.message
        assert "authority" in error.hint


async def test_a_certificate_for_another_name_is_refused(mail: MailServer) -> None:
    error = await refused(mail, HurriedClock(), imap=mail.options["imap"].replace("127.0.0.1", "localhost"))
    assert "not trusted" in error.message
