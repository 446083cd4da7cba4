"""One connection to an IMAP server: encrypted, signed in, one command at a time. Known by the mailbox; knows its words.

The package index's asyncio client is GPL, the others block a thread for each waiting mailbox; what a mailbox needs is
this small part of IMAP. Source: RFC 9051, RFC 2177 (IDLE), RFC 2595 (STARTTLS), RFC 4616 (PLAIN).
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Sequence

from app.connectors._email.imap_words import HOLE, Said
from app.connectors._email.place import Place, no_encryption, not_reached
from app.connectors.base import ConnectorError, Malformed, Refused, SignInFailed, Unreachable
from app.core.i18n import _

CONNECT_SECONDS = 20.0
ANSWER_SECONDS = 90.0
LONGEST_LINE = 4 * 1024 * 1024
"""A SEARCH answers a folder's numbers in one line."""
LARGEST_LITERAL = 16 * 1024 * 1024
_LITERAL = re.compile(rb"\{(\d{1,12})\+?\}\r?\n$")
_FOR_NOW = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"})


class ImapLine:
    """The connection. After an error or a cancelled command it is of no more use.

    Attributes:
        abilities: what the server says it can do, in capitals.
        news: the folder grew since this was last set to False.
    """

    def __init__(self, place: Place, context: ssl.SSLContext) -> None:
        self.place = place
        self.abilities: frozenset[str] = frozenset()
        self.news = False
        self._context = context
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._unencrypted: object = None
        self._count = 0

    async def open(self, user: str, password: str) -> None:
        """Connect, encrypt and sign in. Raises SignInFailed, Unreachable, Refused, Malformed."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._connect()
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            raise not_reached(self.place, error) from error
        try:
            await self._sign_in(user, password)
        except Refused as error:
            raise SignInFailed(
                error.message, hint=_("Check user name and password; some providers want an app password.")
            ) from error
        await self._learn_abilities()

    async def ask(self, command: str, *more: bytes) -> list[Said]:
        """One command; returns what came without a tag. `more` is sent piece by piece, each when the server asks.

        Raises:
            Refused: the server said no.
            Unreachable: it hung up, or cannot now.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._ask(command, more)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            raise not_reached(self.place, error) from error

    async def wait(self, seconds: float) -> None:
        """Listen until the folder grows, at most so long."""
        if self.news:
            return
        try:
            tag = await self._send("IDLE")
            try:
                async with asyncio.timeout(seconds):
                    while not self.news:
                        self._untagged(await self._read(), tag)
            except TimeoutError:
                pass  # a quiet time; the connection is proven by what follows
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._write(b"DONE\r\n")
                while (said := await self._read()).tag != tag:
                    self._untagged(said, tag)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            raise not_reached(self.place, error) from error

    async def close(self) -> None:
        """Hang up. Never raises."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].transport.abort()

    async def _connect(self) -> None:
        context = self._context if self.place.tls else None
        self._streams = await asyncio.open_connection(self.place.host, self.place.port, ssl=context, limit=LONGEST_LINE)
        greeting = await self._read()
        if greeting.verdict == "BYE":
            raise Unreachable(_("{server}: {said}").format(server=self.place, said=greeting.words))
        if greeting.tag != "*" or greeting.verdict not in ("OK", "PREAUTH"):
            raise Malformed(_("{server} does not speak IMAP.").format(server=self.place))
        await self._learn_abilities()
        if not self.place.tls:
            await self._encrypt()

    async def _encrypt(self) -> None:
        if "STARTTLS" not in self.abilities:
            if self.place.here:
                return
            raise no_encryption(self.place)
        await self._ask("STARTTLS", ())
        self._unencrypted = self._streams  # it would close the connection if it were thrown away now
        self._streams = await self._over_tls()
        await self._learn_abilities()

    async def _over_tls(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A new reader, so that nothing that was slipped in before the encryption began is believed after it."""
        if self._streams is None:
            raise EOFError
        loop, reader = asyncio.get_running_loop(), asyncio.StreamReader(limit=LONGEST_LINE)
        protocol = asyncio.StreamReaderProtocol(reader)
        transport = await loop.start_tls(
            self._streams[1].transport, protocol, self._context, server_hostname=self.place.host
        )
        if transport is None:
            raise EOFError
        protocol.connection_made(transport)
        return reader, asyncio.StreamWriter(transport, protocol, reader, loop)

    async def _learn_abilities(self) -> None:
        for said in await self.ask("CAPABILITY"):
            if said.verdict == "CAPABILITY":
                self.abilities = frozenset(said.text.upper().split()[2:])

    async def _sign_in(self, user: str, password: str) -> None:
        if "AUTH=PLAIN" in self.abilities or "LOGINDISABLED" in self.abilities:
            await self.ask("AUTHENTICATE PLAIN", base64.b64encode(f"\0{user}\0{password}".encode()))
        else:
            name, word = user.encode(), password.encode()
            await self.ask(f"LOGIN {{{len(name)}}}", name + f" {{{len(word)}}}".encode(), word)

    async def _ask(self, command: str, more: Sequence[bytes]) -> list[Said]:
        tag, pieces = await self._send(command), iter(more)
        untagged: list[Said] = []
        while True:
            said = await self._read()
            if said.tag == "+":
                await self._write(next(pieces, b"") + b"\r\n")
            elif said.tag == tag:
                self._judge(said)
                return untagged
            else:
                self._untagged(said, tag)
                untagged.append(said)

    def _untagged(self, said: Said, tag: str) -> None:
        self.news = self.news or said.news()
        if said.tag == tag:
            raise self._no(said)
        if said.tag == "*" and said.verdict == "BYE":
            raise Unreachable(_("{server}: {said}").format(server=self.place, said=said.words))

    def _judge(self, said: Said) -> None:
        if said.verdict != "OK":
            raise self._no(said)

    def _no(self, said: Said) -> ConnectorError:
        words = _("{server}: {said}").format(server=self.place, said=said.words)
        return Unreachable(words) if said.code[0] in _FOR_NOW else Refused(words)

    async def _send(self, command: str) -> str:
        self._count += 1
        tag = f"F{self._count}"
        await self._write(f"{tag} {command}\r\n".encode("ascii", "replace"))
        return tag

    async def _write(self, data: bytes) -> None:
        if self._streams is None:
            raise EOFError
        self._streams[1].write(data)
        await self._streams[1].drain()

    async def _read(self) -> Said:
        """One response with its literals."""
        if self._streams is None:
            raise EOFError
        reader, text = self._streams[0], ""
        literals: list[bytes] = []
        while True:
            line = await reader.readline()
            if not line.endswith(b"\n"):
                raise EOFError
            found = _LITERAL.search(line)
            text += line[: found.start() if found else None].rstrip(b"\r\n").decode("latin-1").replace(HOLE, "")
            if found is None:
                return Said(text, tuple(literals))
            if int(found.group(1)) > LARGEST_LITERAL:
                raise Malformed(_("{server} sends more than it was asked for.").format(server=self.place))
            literals.append(await reader.readexactly(int(found.group(1))))
            text += HOLE
