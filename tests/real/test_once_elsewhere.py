"""A reply is on Mastodon (a third party's mock of it), on Matrix and in a mailbox once, wherever the hub is killed.

An eighth of the kills of test_once for each: the outbox is the same, only the looking up differs.
"""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from app.connectors.email import Email
from app.connectors.markup import plain
from app.core.clock import SystemClock
from app.core.paths import DataDir
from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutgoingReply
from app.link.client import HubClient
from app.wire.calls import SendReply
from app.wire.feeds import QueueFeed
from tests.fakes.ear import tools
from tests.real.mail_server import ANN, PASSWORD, MailServer
from tests.real.mail_server import BRAND as MAILBOX
from tests.real.mastodon_server import BRAND, MastodonServer
from tests.real.synapse_server import SynapseServer, User
from tests.real.test_once import KILLS, STEPS, Mortal, until

pytestmark = pytest.mark.real

FEWER = max(len(STEPS), KILLS // 8)
QUESTION = "which pier does the night ferry leave from?"
"""Asked here only: the servers know what other tests have said."""


class OnMastodon(Mortal):
    """A hub with an account on mastodon_mock."""

    def __init__(self, folder: Path, mock: MastodonServer, parent: str) -> None:
        self.data = DataDir(folder).make()
        self.mock = mock
        self.parent = parent
        self.account_id = 0

    def account(self) -> Account:
        options = {"server": self.mock.url}
        return Account(id=0, network="mastodon", handle=BRAND, brand="Brand", options=options, undo_seconds=0)

    def secrets(self) -> dict[str, str]:
        return {"token": f"token-of-{BRAND}"}

    async def conversation(self, desk: HubClient) -> Card:
        queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status), order="newest")))

        def asked() -> list[Card]:
            return [card for card in queue.rows.values() if QUESTION in card.text]

        await until(queue, lambda: bool(asked()))
        return asked()[0]

    def reply(self, card: Card, number: int) -> SendReply:
        return SendReply(
            conversation_id=card.id,
            account_id=self.account_id,
            parent=self.parent,
            to_handle=card.handle,
            text=f"@ann Answer {number}",
            token=f"token {number}",
        )

    async def published(self) -> Counter[str]:
        texts = [plain(one["content"]) for one in await self.mock.posts_of_the_brand()]
        return Counter(text.removeprefix("@ann ") for text in texts if "Answer" in text)


class OnMatrix(OnMastodon):
    """A hub with an account on Synapse."""

    def __init__(self, folder: Path, synapse: SynapseServer, brand: User, parent: str) -> None:
        self.data = DataDir(folder).make()
        self.synapse = synapse
        self.brand_user = brand
        self.parent = parent
        self.account_id = 0

    def account(self) -> Account:
        options = {"server": self.synapse.url}
        return Account(
            id=0, network="matrix", handle=self.brand_user.id, brand="Brand", options=options, undo_seconds=0
        )

    def secrets(self) -> dict[str, str]:
        return {"password": self.brand_user.password}

    async def published(self) -> Counter[str]:
        said = await self.synapse.messages_of(self.brand_user, self.parent.partition("/")[0])
        return Counter(event["content"]["body"].removeprefix("@ann ") for event in said)


class OnMail(OnMastodon):
    """A hub with a mailbox on Dovecot and Postfix."""

    def __init__(self, folder: Path, mail: MailServer, parent: str) -> None:
        self.data = DataDir(folder).make()
        self.mail = mail
        self.parent = parent
        self.account_id = 0

    def account(self) -> Account:
        return Account(id=0, network="email", handle=MAILBOX, brand="Brand", options=self.mail.options, undo_seconds=0)

    def secrets(self) -> dict[str, str]:
        return {"password": PASSWORD}

    async def published(self) -> Counter[str]:
        texts = [one.get_content().strip() for one in self.mail.mails_of(ANN)]
        return Counter(text.removeprefix("@ann ") for text in texts if "Answer" in text)


async def survive(mortal: Mortal) -> None:
    await mortal.furnish()
    for number in range(FEWER):
        await mortal.one_kill(STEPS[number % len(STEPS)], number)
    await mortal.settle(FEWER)
    assert await mortal.published() == {f"Answer {number}": 1 for number in range(FEWER)}


async def test_wherever_the_hub_is_killed_each_reply_is_on_mastodon_once(
    mastodon: MastodonServer, tmp_path: Path
) -> None:
    mention = await mastodon.post(f"@{BRAND} {QUESTION}")
    await survive(OnMastodon(tmp_path / "data", mastodon, mastodon.native(mention)))


async def test_wherever_the_hub_is_killed_each_reply_is_on_matrix_once(synapse: SynapseServer, tmp_path: Path) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    room = await synapse.room(ann, brand)
    parent = await synapse.say(ann, room, QUESTION, **{"m.mentions": {"user_ids": [brand.id]}})
    await survive(OnMatrix(tmp_path / "data", synapse, brand, parent))


async def test_wherever_the_hub_is_killed_each_reply_is_mailed_once(mail: MailServer, tmp_path: Path) -> None:
    parent = await asyncio.to_thread(mail.say, QUESTION)
    async with tools(SystemClock()) as given:
        mailbox = Email(OnMail(tmp_path / "before", mail, parent).account(), {"password": PASSWORD}, given)
        # Copies of ours have come back before: what is not there later was not sent.
        await mailbox.send(
            OutgoingReply(outbox_id=1, account_id=1, text="Before", parent=parent, thread=parent), key=mailbox.new_key()
        )
    await survive(OnMail(tmp_path / "data", mail, parent))
