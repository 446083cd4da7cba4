"""One folder of a mailbox over an IMAP line: searching, fetching, waiting, filing. Known by listening and the sender.

Mails are read without marking them as read. Source: RFC 9051; RFC 6154 for the folder of what was sent.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from app.connectors._email.imap_line import ImapLine
from app.connectors._email.imap_words import day, folder_name, quoted
from app.connectors._email.place import place_of, trust
from app.connectors.base import Malformed, SignInFailed
from app.connectors.reading import count_of
from app.core.clock import SECOND, Clock, Millis
from app.core.i18n import _

MOST_BYTES = 256 * 1024
"""Of one mail that are fetched: its words come first, and of what is attached only the name is needed."""
WAITS_SECONDS = 300.0
"""One quiet IDLE; servers and routers forget connections that are silent for longer."""
LOOKS_SECONDS = 60.0
"""Between two looks where the server has no IDLE."""
_SENT_NAMES = ("Sent", "Sent Items", "Sent Messages", "INBOX.Sent", "Gesendet", "Gesendete Objekte")


@dataclass(frozen=True)
class Access:
    """What one needs to open a mailbox."""

    server: str
    user: str
    password: str
    authority: str = ""


@dataclass(frozen=True)
class Raw:
    """A mail as it lies in a folder.

    Attributes:
        data: the first `MOST_BYTES` of it.
        arrived_at: when our server took it in; 0 when it does not say.
    """

    uid: int
    data: bytes
    arrived_at: Millis


class Mailbox:
    """A mailbox that is signed in.

    Attributes:
        validity: the folder's generation; numbers of another one mean nothing.
    """

    def __init__(self, line: ImapLine, clock: Clock) -> None:
        self.validity = 0
        self._line = line
        self._clock = clock

    async def enter(self, folder: str) -> None:
        """Work in a folder, given as IMAP writes its name."""
        self.validity = 0
        for said in await self._line.ask(f"SELECT {quoted(folder)}"):
            name, value = said.code
            if name == "UIDVALIDITY":
                self.validity = count_of(value)
        if not self.validity:
            raise Malformed(_("{server} does not number its mails.").format(server=self._line.place))
        self._line.news = False

    async def newest(self) -> int:
        """The highest number; 0 in an empty folder."""
        return max(await self._search("UID *"), default=0)

    async def behind(self, uid: int) -> list[int]:
        """The numbers of what came later, in order."""
        self._line.news = False
        return [one for one in await self._search(f"UID {uid + 1}:*") if one > uid]

    async def since(self, moment: Millis) -> list[int]:
        """The numbers of what arrived on that day or later, in order."""
        return await self._search(f"SINCE {day(moment)}")

    async def with_id(self, message_id: str) -> list[int]:
        """The numbers of mails with this Message-ID, or a part of it."""
        return await self._search(f"HEADER Message-ID {quoted(message_id)}")

    async def answering(self, message_id: str) -> list[int]:
        """The numbers of mails that name this Message-ID among their references."""
        return await self._search(f"HEADER References {quoted(message_id)}")

    async def fetch(self, uids: Sequence[int]) -> list[Raw]:
        """These mails, in order; one that is gone meanwhile is left out."""
        if not uids:
            return []
        numbers = ",".join(map(str, uids))
        answers = await self._line.ask(f"UID FETCH {numbers} (UID INTERNALDATE BODY.PEEK[]<0.{MOST_BYTES}>)")
        found = {raw.uid: raw for raw in map(_raw, (said.values() for said in answers)) if raw is not None}
        return [found[uid] for uid in uids if uid in found]

    async def wait(self) -> None:
        """Until something came in, or for some minutes."""
        if "IDLE" in self._line.abilities:
            await self._line.wait(WAITS_SECONDS)
        else:
            await self._clock.sleep(LOOKS_SECONDS)
            await self._line.ask("NOOP")

    async def mark_read(self, uids: Sequence[int]) -> None:
        """Show these as read in other programs."""
        if uids:
            await self._line.ask(f"UID STORE {','.join(map(str, uids))} +FLAGS.SILENT (\\Seen)")

    async def file(self, folder: str, mail: bytes) -> None:
        """Put a copy into a folder, as read."""
        await self._line.ask(f"APPEND {quoted(folder)} (\\Seen) {{{len(mail)}}}", mail)

    async def sent_folder(self) -> str:
        """Where what was sent is kept, as IMAP writes its name; empty where there is no such folder."""
        answers = await self._line.ask('LIST "" "*"')
        listed = [said.values()[2:] for said in answers if said.verdict == "LIST"]
        names = [(flags, name) for flags, _mark, name in (one for one in listed if len(one) == 3)]
        known = {_text(name).casefold(): _text(name) for _flags, name in names}
        for flags, name in names:
            if isinstance(flags, list) and any(_text(flag).casefold() == "\\sent" for flag in flags):
                return _text(name)
        return next((known[name.casefold()] for name in _SENT_NAMES if name.casefold() in known), "")

    async def _search(self, asked: str) -> list[int]:
        numbers: set[int] = set()
        for said in await self._line.ask(f"UID SEARCH {asked}"):
            if said.verdict == "SEARCH":
                numbers |= {int(word) for word in re.findall(r"\b\d{1,10}\b", said.text.partition("SEARCH")[2])}
        return sorted(numbers)


@asynccontextmanager
async def opened(access: Access, clock: Clock) -> AsyncIterator[Mailbox]:
    """A mailbox, signed in until the block ends."""
    if not access.password:
        raise SignInFailed(_("There is no password for this mailbox."), hint=_("Enter it in the account."))
    line = ImapLine(place_of(access.server, "imap"), trust(access.authority))
    try:
        await line.open(access.user, access.password)
        yield Mailbox(line, clock)
    finally:
        await line.close()


def named(folder: str) -> str:
    """A folder as a person names it, as IMAP writes it."""
    return folder_name(folder.strip() or "INBOX")


def _raw(values: Sequence[object]) -> Raw | None:
    if len(values) < 4 or _text(values[2]).upper() != "FETCH" or not isinstance(values[3], list):
        return None
    pairs = dict(zip(map(_key, values[3][::2]), values[3][1::2], strict=False))
    uid, data = count_of(pairs.get("UID")), pairs.get("BODY[]", b"")
    if not uid:
        return None
    body = data if isinstance(data, bytes) else _text(data).encode("latin-1", "replace")
    return Raw(uid, body, _moment(_text(pairs.get("INTERNALDATE"))))


def _key(value: object) -> str:
    return _text(value).upper().partition("<")[0]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def _moment(written: str) -> Millis:
    try:
        return round(parsedate_to_datetime(written.strip().replace("-", " ", 2)).timestamp() * SECOND)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0
