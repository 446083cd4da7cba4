"""A mail server on loopback, as much IMAP and SMTP of it as the connector speaks, written from RFC 9051, 2177, 5321 and
4954. Known by tests of the connector and by the contract suite."""

import asyncio
import base64
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Self

from app.core.clock import SECOND, Clock, Millis
from tests.fakes.network import Fault

US = "service@harbour.test"
PASSWORD = 'pass "word" \\ ü'
CUSTOMER = "Mira Lind <mira@example.test>"


@dataclass
class Kept:
    """A mail in a folder."""

    uid: int
    data: bytes
    at: Millis
    seen: bool = False

    def header(self, name: str) -> str:
        return str(message_from_bytes(self.data)[name] or "")


@dataclass
class Folder:
    """A folder and who waits for its news."""

    mails: list[Kept] = field(default_factory=list)
    validity: int = 7
    next_uid: int = 1
    news: asyncio.Event = field(default_factory=asyncio.Event)


class FakeMail:
    """The server.

    Attributes:
        fault: how it fails from now on.
        hanging: set while a connection hangs.
        waiting: set while somebody waits in IDLE.
        idles: it can IDLE.
        busy: it signs nobody in for now.
        plain: it knows AUTHENTICATE PLAIN, else LOGIN alone.
        copies: it delivers what is addressed to us into our own folder.
        submitted: mails it took for delivery.
        refuses: answers to RCPT by address.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.fault = Fault.NONE
        self.hanging = asyncio.Event()
        self.waiting = asyncio.Event()
        self.idles = True
        self.copies = True
        self.busy = False
        self.plain = True
        self.folders = {"INBOX": Folder(), "Gesendet & mehr": Folder()}
        self.submitted: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refuses: dict[str, str] = {}
        self.imap_commands: list[str] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._ports = (0, 0)
        self._number = 0

    @property
    def options(self) -> dict[str, str]:
        """What an account of ours is set up with."""
        imap, smtp = self._ports
        return {"handle": US, "imap": f"imap://127.0.0.1:{imap}", "smtp": f"smtp://127.0.0.1:{smtp}"}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Serve until the block ends."""
        imap = await asyncio.start_server(self._imap, "127.0.0.1", 0, limit=1 << 20)
        smtp = await asyncio.start_server(self._smtp, "127.0.0.1", 0)
        self._ports = (imap.sockets[0].getsockname()[1], smtp.sockets[0].getsockname()[1])
        try:
            yield self
        finally:
            self.hang_up()
            imap.close()
            smtp.close()

    def hang_up(self) -> None:
        """Break every connection."""
        for writer in list(self._writers):
            writer.transport.abort()

    def say(self, text: str = "hello", *, sender: str = CUSTOMER, subject: str = "Question", **headers: str) -> str:
        """Somebody writes to us; returns our native id."""
        self._number += 1
        native_id = headers.pop("message_id", f"m{self._number}@example.test")
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, headers.pop("to", US), subject
        mail["Date"] = format_datetime(datetime.fromtimestamp(self.clock.now() / SECOND, UTC))
        mail["Message-ID"] = f"<{native_id}>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.deliver(mail.as_bytes())
        return native_id

    def deliver(self, data: bytes, *, folder: str = "INBOX") -> None:
        """Put a mail of any shape into a folder."""
        place = self.folders[folder]
        place.mails.append(Kept(place.next_uid, data, self.clock.now()))
        place.next_uid += 1
        place.news.set()

    def number_anew(self) -> None:
        """A new UIDVALIDITY, as after a restored backup."""
        inbox = self.folders["INBOX"]
        inbox.validity += 1
        for number, kept in enumerate(inbox.mails, start=900):
            kept.uid = number
        inbox.next_uid = 900 + len(inbox.mails)
        self.hang_up()

    # --- IMAP

    async def _imap(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError, asyncio.IncompleteReadError):
            async with self._serving(writer, b"* OK ready\r\n", b"* BYE down for maintenance\r\n") as serves:
                if serves:
                    await ImapTalk(self, reader, writer).run()

    async def _smtp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError, asyncio.IncompleteReadError):
            async with self._serving(writer, b"220 ready\r\n", b"421 down for maintenance\r\n") as serves:
                if serves:
                    await SmtpTalk(self, reader, writer).run()

    @contextlib.asynccontextmanager
    async def _serving(self, writer: asyncio.StreamWriter, hello: bytes, down: bytes) -> AsyncIterator[bool]:
        self._writers.add(writer)
        greeting = {
            Fault.DOWN: down,
            Fault.RUBBISH: b"\x00\xff{]rubbish<\r\n",
            Fault.HALF: hello[: len(hello) // 2],
            Fault.HANG: b"",
        }.get(self.fault, hello)
        try:
            writer.write(greeting)
            await writer.drain()
            if self.fault is Fault.HANG:
                self.hanging.set()
                await asyncio.Event().wait()
            yield greeting is hello
        finally:
            self._writers.discard(writer)
            writer.close()


class ImapTalk:
    """One IMAP connection."""

    def __init__(self, mail: FakeMail, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.mail = mail
        self.folder = mail.folders["INBOX"]
        self._told = 0
        self._reader = reader
        self._writer = writer

    async def run(self) -> None:
        while line := await self._line():
            tag, _space, command = line.partition(" ")
            verb = command.split(" ")[0].upper()
            self.mail.imap_commands.append(command)
            if verb == "UID":
                verb = f"UID_{command.split(' ')[1].upper()}"
            await getattr(self, f"_do_{verb.lower()}")(tag, command)

    async def _line(self) -> str:
        """A command with its literals in place."""
        text = ""
        while True:
            line = (await self._reader.readline()).decode("latin-1")
            found = re.search(r"\{(\d+)\}\r\n$", line)
            if found is None:
                return text + line.rstrip("\r\n")
            await self._say("+ go on")
            literal = await self._reader.readexactly(int(found.group(1)))
            text += line[: found.start()] + literal.decode("latin-1")

    async def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode("latin-1"))
        await self._writer.drain()

    async def _do_capability(self, tag: str, _command: str) -> None:
        idle = " IDLE" if self.mail.idles else ""
        plain = " AUTH=PLAIN" if self.mail.plain else ""
        await self._say(f"* CAPABILITY IMAP4rev1{plain}{idle}", f"{tag} OK done")

    async def _do_login(self, tag: str, command: str) -> None:
        known = command.encode("latin-1").decode() == f"LOGIN {US} {PASSWORD}"
        await self._say(f"{tag} OK signed in" if known else f"{tag} NO [AUTHENTICATIONFAILED] Authentication failed.")

    async def _do_authenticate(self, tag: str, _command: str) -> None:
        await self._say("+ ")
        given = base64.b64decode(await self._reader.readline())
        if self.mail.busy:
            await self._say(f"{tag} NO [UNAVAILABLE] The user database is busy.")
            return
        if given != f"\0{US}\0{PASSWORD}".encode() or self.mail.fault is Fault.SIGN_IN:
            await self._say(f"{tag} NO [AUTHENTICATIONFAILED] Authentication failed.")
        else:
            await self._say(f"{tag} OK signed in")

    async def _do_select(self, tag: str, command: str) -> None:
        name = command.split(" ", 1)[1].strip('"').replace("&-", "&")
        if name not in self.mail.folders:
            await self._say(f"{tag} NO [NONEXISTENT] No such folder.")
            return
        self.folder = self.mail.folders[name]
        self._told = len(self.folder.mails)
        await self._say(f"* {self._told} EXISTS", f"* OK [UIDVALIDITY {self.folder.validity}] ok", f"{tag} OK selected")

    async def _do_uid_search(self, tag: str, command: str) -> None:
        asked = command.split(" ", 2)[2]
        found = [kept for kept in self.folder.mails if self._fits(kept, asked)]
        await self._say("* SEARCH" + "".join(f" {kept.uid}" for kept in found), f"{tag} OK done")

    def _fits(self, kept: Kept, asked: str) -> bool:
        last = self.folder.mails[-1].uid
        if asked == "UID *":
            return kept.uid == last
        if asked.startswith("UID "):
            first = int(asked[4:].split(":")[0])
            return kept.uid >= min(first, last)
        if asked.startswith("SINCE "):
            since = datetime.strptime(asked[6:], "%d-%b-%Y").replace(tzinfo=UTC).timestamp()
            return kept.at >= since * SECOND
        name, words = asked.removeprefix("HEADER ").split(" ", 1)
        return words.strip('"').replace("\\\\", "\\") in kept.header(name)

    async def _do_uid_fetch(self, tag: str, command: str) -> None:
        wanted = {int(number) for number in command.split(" ")[2].split(",")}
        most = int(re.findall(r"<0\.(\d+)>", command)[0])
        for number, kept in enumerate(self.folder.mails, start=1):
            if kept.uid in wanted:
                at = datetime.fromtimestamp(kept.at / SECOND, UTC).strftime("%d-%b-%Y %H:%M:%S +0000")
                part = kept.data[:most]
                self._writer.write(
                    f'* {number} FETCH (UID {kept.uid} INTERNALDATE "{at}" BODY[]<0> {{{len(part)}}}\r\n'.encode()
                    + part
                    + b")\r\n"
                )
        await self._say(f"{tag} OK done")

    async def _do_uid_store(self, tag: str, command: str) -> None:
        wanted = {int(number) for number in command.split(" ")[2].split(",")}
        for kept in self.folder.mails:
            kept.seen = kept.seen or kept.uid in wanted
        await self._say(f"{tag} OK done")

    async def _do_append(self, tag: str, command: str) -> None:
        found = re.match(r'APPEND "((?:[^"\\]|\\.)*)" \(\\Seen\) ', command)
        assert found is not None
        self.mail.deliver(command[found.end() :].encode("latin-1"), folder=found.group(1).replace("&-", "&"))
        await self._say(f"{tag} OK filed")

    async def _do_list(self, tag: str, _command: str) -> None:
        sent = '* LIST (\\HasNoChildren \\Sent) "/" "Gesendet &- mehr"'
        await self._say('* LIST (\\HasNoChildren) "/" INBOX', sent, f"{tag} OK done")

    async def _do_noop(self, tag: str, _command: str) -> None:
        await self._say(f"{tag} OK done")

    async def _do_idle(self, tag: str, _command: str) -> None:
        await self._say("+ idling")
        self.mail.waiting.set()
        self.folder.news.clear()
        done = asyncio.ensure_future(self._reader.readline())  # noqa: TID251 -- a server of the test's own
        news = asyncio.ensure_future(self.folder.news.wait())  # noqa: TID251
        try:
            if len(self.folder.mails) == self._told:
                await asyncio.wait({done, news}, return_when=asyncio.FIRST_COMPLETED)
            if len(self.folder.mails) != self._told:
                self._told = len(self.folder.mails)
                await self._say(f"* {self._told} EXISTS")
            await done
        finally:
            news.cancel()
            done.cancel()
        await self._say(f"{tag} OK done")


class SmtpTalk:
    """One SMTP connection."""

    def __init__(self, mail: FakeMail, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.mail = mail
        self._reader = reader
        self._writer = writer
        self._sender = ""
        self._receivers: list[str] = []

    async def run(self) -> None:
        while line := (await self._reader.readline()).decode().strip():
            if line == "DATA":
                await self._data()
                continue
            await self._say(self._answer(line))
            if line == "QUIT":
                return

    async def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())
        await self._writer.drain()

    def _answer(self, line: str) -> str:
        address = "".join(re.findall(r"<(.*)>", line))
        match line.split(" ")[0].upper():
            case "EHLO":
                return "250-localhost\r\n250 AUTH PLAIN"
            case "AUTH":
                known = base64.b64decode(line.split(" ")[2]) == f"\0{US}\0{PASSWORD}".encode()
                return "235 ok" if known and self.mail.fault is not Fault.SIGN_IN else "535 5.7.8 bad credentials"
            case "MAIL":
                self._sender, self._receivers = address, []
                return "250 ok"
            case "RCPT":
                if address in self.mail.refuses:
                    return self.mail.refuses[address]
                self._receivers.append(address)
                return "250 ok"
        return "250 ok"

    async def _data(self) -> None:
        await self._say("354 go on")
        lines = []
        while (line := await self._reader.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b"."))
        data = b"".join(lines)
        self.mail.submitted.append(data)
        self.mail.envelopes.append((self._sender, self._receivers))
        if self.mail.copies and US in self._receivers:
            self.mail.deliver(data)
        if self.mail.fault is Fault.CUT_AFTER_WRITE:
            self._writer.transport.abort()
            return
        await self._say("250 2.0.0 queued")
