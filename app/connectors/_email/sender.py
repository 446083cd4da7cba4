"""How a reply leaves a mailbox, once. Known by the e-mail connector; knows writing, submission and the mailbox.

A copy of each mail goes to ourselves in the same submission: the server takes both or none. So whoever does not know
whether a mail went out (the connection broke, the hub died) looks for that copy by its Message-ID. A copy that is not
there proves something only after a while, and only where earlier copies did arrive; else a person decides.
"""

from collections.abc import Callable

from app.connectors._email.automatic import answerable
from app.connectors._email.mail import Mail, read_mail
from app.connectors._email.mailbox import Access, Mailbox, Raw, named, opened
from app.connectors._email.posts import Us
from app.connectors._email.submission import Submission
from app.connectors._email.writing import MARK, From, message_id, on_the_wire, reply_mail
from app.connectors.base import ConnectorError, Refused, Tools, Unreachable
from app.connectors.once import Once, made_at
from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

SETTLES: Millis = 10 * MINUTE
"""A copy to ourselves arrives within seconds; after so long it does not come any more."""


class MailSender:
    """The replies of one account."""

    def __init__(
        self, access: Access, submission: Submission, us: Us, tools: Tools, *, folder: str, name: Callable[[], str]
    ) -> None:
        self._access = access
        self._submission = submission
        self._us = us
        self._tools = tools
        self._folder = named(folder)
        self._name = name
        self._once = Once(tools.clock)

    def new_key(self) -> str:
        """A key for one send; it becomes the Message-ID."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """As `Sender.send`."""
        parents: list[Mail] = []

        async def prepare() -> None:
            parents.append(await self._parent(reply.parent))

        return await self._once.send(
            key,
            look=lambda: self.find(reply, key=key),
            publish=lambda: self._publish(reply, parents[0], key),
            prepare=prepare,
        )

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """As `Sender.find`."""
        if self._once.is_fresh(key):
            return None
        await self._tools.budget.spend(reply=True)
        async with opened(self._access, self._tools.clock) as box:
            # By the key alone: the password, and with it the rest of the id, may have changed meanwhile.
            raw = await self._fetch(box, f"<{key}.")
            if raw is not None:
                return Receipt(native_id=read_mail(raw.data).id, published_at=made_at(key))
            if self._tools.clock.now() < made_at(key) + SETTLES:
                raise Unreachable(
                    _("The mail may still be on its way; its copy has not come back yet."),
                    hint=_("After ten minutes it is known."),
                )
            await box.enter(self._folder)
            if not await box.with_id(MARK):
                raise Refused(
                    _("Copies of our mails do not come back to this mailbox, so nobody can tell."),
                    hint=_("Look at the mail server, or ask who was answered; then decide by hand."),
                )
        return None

    async def _parent(self, native_id: str) -> Mail:
        await self._tools.budget.spend(reply=True)
        async with opened(self._access, self._tools.clock) as box:
            raw = await self._fetch(box, f"<{native_id}>")
        if raw is None:
            raise Refused(
                _("The mail that is answered is no longer in the mailbox."),
                hint=_("Move it back into the folder that is read, or answer with a mail program."),
            )
        parent = read_mail(raw.data)
        if not answerable(parent):
            raise Refused(_("This mail was sent by a machine; nobody reads an answer to it."))
        return parent

    async def _fetch(self, box: Mailbox, part: str) -> Raw | None:
        """The mail with this in its Message-ID."""
        for folder in (self._folder, await box.sent_folder()):
            if folder:
                await box.enter(folder)
                found = await box.fetch((await box.with_id(part))[-1:])
                if found:
                    return found[0]
        return None

    async def _publish(self, reply: OutgoingReply, parent: Mail, key: str) -> Receipt:
        sender = From(self._from(parent), self._name())
        now = self._tools.clock.now()
        native_id = message_id(key, self._us.addresses[0], self._us.secret)
        mail = reply_mail(reply, parent, sender, native_id=native_id, now=now)
        await self._tools.budget.spend(reply=True)
        data = on_the_wire(mail)
        await self._submission.submit(data, sender=sender.address, to=parent.reply_to, copy=self._us.addresses[0])
        await self._file(data, native_id)
        return Receipt(native_id=native_id, published_at=now)

    def _from(self, parent: Mail) -> str:
        """The address that was written to."""
        return next((one for one in parent.receivers if one in self._us.addresses), self._us.addresses[0])

    async def _file(self, data: bytes, native_id: str) -> None:
        """Keep it with what was sent, unless the server did so by itself. The mail is out, whatever happens here."""
        try:
            async with opened(self._access, self._tools.clock) as box:
                folder = await box.sent_folder()
                if folder:
                    await box.enter(folder)
                    if not await box.with_id(f"<{native_id}>"):
                        await box.file(folder, data)
        except ConnectorError as error:
            self._tools.log.warning("a mail that was sent could not be filed", error=str(error))
