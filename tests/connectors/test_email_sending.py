"""How a reply leaves a mailbox, against a loopback fake."""

from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import msgspec
import pytest

from app.connectors._email import sender
from app.connectors.base import Ambiguous, RateLimited, Refused, Tools, Unreachable
from app.connectors.email import Email
from app.core.clock import SECOND
from app.domain.account import Account
from app.domain.reply import Attachment, OutgoingReply
from tests.fakes.clock import FastClock
from tests.fakes.ear import tools
from tests.fakes.mail import PASSWORD, US, FakeMail
from tests.fakes.network import Fault


class Scene:
    """A mailbox and its server."""

    def __init__(self, fake: FakeMail, given: Tools, clock: FastClock) -> None:
        self.fake = fake
        self.tools = given
        self.clock = clock

    def mailbox(self) -> Email:
        options = {**self.fake.options, "aliases": "info@harbour.test\nhelp@harbour.test", "name": "Härbour, Service"}
        account = Account(id=5, network="email", handle=US, brand="H", options=options)
        return Email(account, {"password": PASSWORD}, self.tools)

    async def send(self, native_id: str, text: str = "We look into it.", **more: object) -> EmailMessage:
        mailbox = self.mailbox()
        await mailbox.send(reply_to(native_id, text, **more), key=mailbox.new_key())
        return self.sent()

    def sent(self) -> EmailMessage:
        return message_from_bytes(self.fake.submitted[-1], policy=policy.default)  # type: ignore[return-value]


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr(sender, "SETTLES", 60 * SECOND)
    clock = FastClock()
    async with FakeMail(clock).running() as fake, tools(clock) as given:
        yield Scene(fake, given, clock)


def reply_to(native_id: str, text: str = "We look into it.", **more: object) -> OutgoingReply:
    reply = OutgoingReply(outbox_id=1, account_id=5, text=text, parent=native_id, thread=native_id)
    return msgspec.structs.replace(reply, **more)


async def test_a_reply_belongs_to_the_thread_of_what_it_answers(scene: Scene) -> None:
    native_id = scene.fake.say("hello", subject="AW: Re: Späte Fähre", References="<root@x> <middle@x>")
    mail = await scene.send(native_id, "Grüße, wir schauen nach.\n.\n-- \nHarbour")
    assert mail["Subject"] == "Re: Späte Fähre"
    assert mail["In-Reply-To"] == f"<{native_id}>"
    assert mail["References"] == f"<root@x> <middle@x> <{native_id}>"
    assert (mail["From"], mail["To"]) == ('"Härbour, Service" <service@harbour.test>', "mira@example.test")
    assert mail.get_content().splitlines() == ["Grüße, wir schauen nach.", ".", "-- ", "Harbour"]


async def test_the_receipt_names_the_mail_as_it_will_be_heard(scene: Scene) -> None:
    mailbox = scene.mailbox()
    key = mailbox.new_key()
    receipt = await mailbox.send(reply_to(scene.fake.say()), key=key)
    assert f"<{receipt.native_id}>" == scene.sent()["Message-ID"]
    assert receipt.native_id.startswith(f"{key}.")
    assert receipt.native_id.endswith(".fishbowl@harbour.test")


async def test_ids_are_never_broken_however_long_the_way_was(scene: Scene) -> None:
    ids = [f"{number}-{'x' * 100}@example.test" for number in range(30)]
    mail = await scene.send(scene.fake.say(References=" ".join(f"<{one}>" for one in ids)))
    named = str(mail["References"]).split()
    assert named[0] == f"<{ids[0]}>"
    assert set(named[1:-1]) <= {f"<{one}>" for one in ids}
    assert b"=?utf-8?" not in scene.fake.submitted[-1].partition(b"References:")[2].partition(b"\nMIME")[0]


async def test_who_wrote_to_another_of_our_addresses_is_answered_from_it(scene: Scene) -> None:
    mail = await scene.send(scene.fake.say(to="Info <INFO@harbour.test>"))
    assert "info@harbour.test" in mail["From"]
    assert scene.fake.envelopes[-1][0] == "info@harbour.test"


async def test_an_answer_goes_where_it_is_wanted(scene: Scene) -> None:
    mail = await scene.send(scene.fake.say(Reply_To="Mira at home <home@example.test>"))
    assert mail["To"] == "home@example.test"
    assert scene.fake.envelopes[-1][1] == ["home@example.test", US]


async def test_what_was_sent_is_filed_once_and_as_read(scene: Scene) -> None:
    await scene.send(scene.fake.say())
    (kept,) = scene.fake.folders["Gesendet & mehr"].mails
    assert kept.header("Message-ID") == scene.sent()["Message-ID"]


async def test_a_mail_that_could_not_be_filed_is_sent_all_the_same(scene: Scene) -> None:
    del scene.fake.folders["Gesendet & mehr"]
    await scene.send(scene.fake.say())
    assert len(scene.fake.submitted) == 1


async def test_pictures_go_along_with_what_is_to_be_seen_on_them(scene: Scene) -> None:
    picture = Attachment(name="ferry.png", mime="image/png", data=b"\x89PNG", alt="a ferry")
    mail = await scene.send(scene.fake.say(), attachments=(picture,))
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content(), part["Content-Description"]) == (
        "ferry.png",
        b"\x89PNG",
        "a ferry",
    )


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {"sender": "noreply@shop.test"}])
async def test_a_machine_is_never_answered(scene: Scene, headers: dict[str, str]) -> None:
    with pytest.raises(Refused, match="machine"):
        await scene.send(scene.fake.say("away", **headers))
    assert scene.fake.submitted == []


async def test_a_mail_that_is_gone_cannot_be_answered(scene: Scene) -> None:
    with pytest.raises(Refused, match="no longer"):
        await scene.send("gone@example.test")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 no such user", Refused),
        ("451 4.3.0 try later", Unreachable),
        ("450 4.7.1 too many mails", RateLimited),
        ("421 4.3.2 closing", Unreachable),
    ],
)
async def test_a_receiver_that_is_not_taken_is_told_as_it_is(scene: Scene, answer: str, error: type[Exception]) -> None:
    scene.fake.refuses["mira@example.test"] = answer
    with pytest.raises(error):
        await scene.send(scene.fake.say())
    assert scene.fake.submitted == []


async def cut_off(scene: Scene) -> tuple[OutgoingReply, str]:
    mailbox = scene.mailbox()
    reply, key = reply_to(scene.fake.say()), mailbox.new_key()
    scene.fake.fault = Fault.CUT_AFTER_WRITE
    with pytest.raises(Ambiguous):
        await mailbox.send(reply, key=key)
    scene.fake.fault = Fault.NONE
    return reply, key


async def later(scene: Scene) -> None:
    await scene.clock.sleep(sender.SETTLES / SECOND + 1)


async def test_a_lost_send_is_found_by_its_copy_and_not_repeated(scene: Scene) -> None:
    reply, key = await cut_off(scene)
    found = await scene.mailbox().find(reply, key=key)
    assert found is not None
    assert await scene.mailbox().send(reply, key=key) == found
    assert len(scene.fake.submitted) == 1


async def test_a_copy_that_is_not_there_proves_nothing_before_a_while(scene: Scene) -> None:
    await scene.send(scene.fake.say())
    key = scene.mailbox().new_key()
    with pytest.raises(Unreachable, match="way"):
        await scene.mailbox().find(reply_to("m1@example.test"), key=key)
    await later(scene)
    assert await scene.mailbox().find(reply_to("m1@example.test"), key=key) is None


async def test_where_copies_do_not_come_back_a_person_decides(scene: Scene) -> None:
    scene.fake.copies = False
    reply, key = await cut_off(scene)
    await later(scene)
    with pytest.raises(Refused, match="by hand"):
        await scene.mailbox().send(reply, key=key)
    assert len(scene.fake.submitted) == 1
