"""How the e-mail connector hears, against a loopback fake."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.connectors._email import listening, mailbox, place
from app.connectors._email.place import place_of
from app.connectors.base import Malformed, Refused, SignInFailed, Tools, Unreachable
from app.connectors.email import Email
from app.domain.account import Account
from app.domain.post import PostKind
from tests.fakes.clock import FastClock
from tests.fakes.ear import Ear, tools
from tests.fakes.mail import PASSWORD, US, FakeMail


class Scene:
    """A mailbox, its server and an ear."""

    def __init__(self, fake: FakeMail, given: Tools, clock: FastClock, **options: str) -> None:
        self.fake = fake
        self.tools = given
        self.account = Account(id=5, network="email", handle=US, brand="H", options={**fake.options, **options})
        self.ear = Ear(self.account, clock)

    def mailbox(self, password: str = PASSWORD, **options: str) -> Email:
        account = Account(id=5, network="email", handle=US, brand="H", options={**self.account.options, **options})
        return Email(account, {"password": password}, self.tools)

    def listening(self, **options: str) -> object:
        return self.ear.listening(self.mailbox(**options), self.tools.budget)  # type: ignore[arg-type]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeMail(clock).running() as fake, tools(clock) as given:
        yield Scene(fake, given, clock)


async def test_a_mail_wakes_who_waits(scene: Scene) -> None:
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.fake.waiting.wait()
        await asyncio.gather(*(scene.ear.until(lambda one=one: one in scene.ear.posts) for one in [scene.fake.say()]))
    assert [batch.backfill for batch in scene.ear.batches if batch.posts] == [False]


async def test_what_came_during_an_absence_is_the_past_and_comes_in_pieces(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "AT_ONCE", 3)
    first = scene.fake.say()
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: first in scene.ear.posts)
    missed = {scene.fake.say(f"missed {number}") for number in range(7)}
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: missed <= set(scene.ear.posts))
    assert scene.ear.times == dict.fromkeys({first, *missed}, 1)
    assert all(batch.backfill for batch in scene.ear.batches if batch.posts)


async def test_a_folder_that_is_numbered_anew_is_read_again_by_date(scene: Scene) -> None:
    first = scene.fake.say()
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: first in scene.ear.posts)
        second = scene.fake.say("while it was restored")
        scene.fake.number_anew()
        await scene.ear.until(lambda: second in scene.ear.posts)
    assert scene.ear.cursors["inbox"].startswith("8/901/")


async def test_a_broken_connection_is_built_again_and_nothing_is_missed(scene: Scene) -> None:
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.fake.waiting.wait()
        scene.fake.hang_up()
        said = scene.fake.say("in between")
        await scene.ear.until(lambda: said in scene.ear.posts)


async def test_a_server_without_idle_is_asked_every_minute(scene: Scene) -> None:
    scene.fake.idles = False
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: bool(scene.ear.cursors))
        said = scene.fake.say()
        await scene.ear.until(lambda: said in scene.ear.posts)
    assert "IDLE" not in scene.fake.imap_commands


async def test_a_quiet_wait_is_renewed_and_told_as_a_sign_of_life(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "WAITS_SECONDS", 0.02)
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: len([one for one in scene.ear.batches if one.lane == "inbox"]) > 3)
        said = scene.fake.say()
        await scene.ear.until(lambda: said in scene.ear.posts)
    assert scene.fake.imap_commands.count("IDLE") > 3
    assert len([health for health in scene.ear.healths if health.error]) == 0


@pytest.mark.parametrize("protocol", ["imap", "smtp"])
async def test_a_password_never_travels_open_beyond_this_machine(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, protocol: str
) -> None:
    near = place._LOOPBACK

    def is_here(where: place.Place) -> bool:
        return where.host in near and str(where) not in scene.account.options[protocol]

    monkeypatch.setattr(place.Place, "here", property(is_here))
    with pytest.raises(Refused, match="encryption"):
        await scene.mailbox().check()
    assert (protocol == "imap") is not any("AUTHENTICATE" in one for one in scene.fake.imap_commands)


async def test_a_server_that_knows_only_login_is_told_any_password(scene: Scene) -> None:
    scene.fake.plain = False
    assert (await scene.mailbox().check()).native_id == US
    with pytest.raises(SignInFailed):
        await scene.mailbox(password="wrong").check()


async def test_a_server_that_is_busy_is_no_wrong_password(scene: Scene) -> None:
    scene.fake.busy = True
    with pytest.raises(Unreachable, match="busy"):
        await scene.mailbox().check()


async def test_what_we_write_with_another_program_is_heard_as_ours(scene: Scene) -> None:
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.fake.waiting.wait()
        scene.fake.deliver(
            f"From: {US}\nMessage-ID: <byhand@x>\nReferences: <root@x>\n\nby hand".encode(), folder="Gesendet & mehr"
        )
        await scene.ear.until(lambda: "byhand@x" in scene.ear.posts)
    post = scene.ear.posts["byhand@x"]
    assert (post.kind, post.thread) == (PostKind.OWN, "root@x")


async def test_reading_leaves_mails_unread(scene: Scene) -> None:
    said = scene.fake.say()
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: said in scene.ear.posts)
    assert not scene.fake.folders["INBOX"].mails[0].seen


async def test_of_a_huge_mail_only_the_beginning_is_fetched(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "MOST_BYTES", 1000)
    said = scene.fake.say("x" * 70 + "\n" + "long line\n" * 1000)
    async with scene.listening():  # type: ignore[attr-defined]
        await scene.ear.until(lambda: said in scene.ear.posts)
    assert len(scene.ear.posts[said].text) < 1000


async def test_check_says_who_we_are_at_both_servers(scene: Scene) -> None:
    identity = await scene.mailbox(name="Harbour Service").check()
    assert (identity.native_id, identity.handle, identity.title) == (US, US, "Harbour Service")


async def test_a_wrong_password_is_a_sign_in_that_failed_and_is_told_to_nobody(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="app password") as told:
        await scene.mailbox(password="wrong secret").check()
    assert "wrong secret" not in str(told.value)


async def test_a_folder_that_is_not_there_is_told(scene: Scene) -> None:
    with pytest.raises(Refused, match="No such folder"):
        await scene.mailbox(folder="Nowhere").check()


async def test_a_server_that_speaks_something_else_is_told(scene: Scene) -> None:
    other = {"imap": scene.account.options["smtp"].replace("smtp", "imap")}
    with pytest.raises(Malformed, match="IMAP"):
        await scene.mailbox(**other).check()


async def test_an_encrypted_port_that_is_not_is_unreachable(scene: Scene) -> None:
    other = {"imap": scene.account.options["imap"].replace("imap", "imaps")}
    with pytest.raises(Unreachable):
        await scene.mailbox(**other).check()


async def test_a_thread_is_read_from_both_folders(scene: Scene) -> None:
    first = scene.fake.say("first")
    scene.fake.deliver(
        f"From: {US}\nMessage-ID: <ours@x>\nReferences: <{first}>\n\nours".encode(), folder="Gesendet & mehr"
    )
    last = scene.fake.say("last", References=f"<{first}> <ours@x>")
    scene.fake.say("another matter")
    thread = await scene.mailbox().thread(last)
    assert {post.native_id for post in thread} == {first, "ours@x", last}
    assert {post.kind for post in await scene.mailbox().thread("ours@x")} == {PostKind.CONTEXT, PostKind.OWN}


@pytest.mark.parametrize(
    ("written", "port", "tls"),
    [
        ("mail.example.com", 993, True),
        ("mail.example.com:143", 143, False),
        ("mail.example.com:9930", 9930, True),
        ("imap://mail.example.com", 143, False),
        ("imaps://mail.example.com:143", 143, True),
    ],
)
def test_a_place_is_encrypted_from_the_start_unless_its_port_says_otherwise(written: str, port: int, tls: bool) -> None:
    found = place_of(written, "imap")
    assert (found.host, found.port, found.tls) == ("mail.example.com", port, tls)


@pytest.mark.parametrize("written", ["", "https://x.example", "host:port", "smtp://mail.example.com"])
def test_what_is_no_server_is_refused_in_words(written: str) -> None:
    with pytest.raises(Refused, match="mail server"):
        place_of(written, "imap")
