"""A mail as it is read: headers and words, whatever state they are in. Known by posts, writing and the sender.

The standard library's modern policy raises on some broken headers; here the old one finds the parts, and headers are
decoded piece by piece, so that nothing anybody sends raises. Source: RFC 5322, 2045-2047, 3676.
"""

import binascii
import hashlib
import re
from dataclasses import dataclass, field
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value, parsedate_to_datetime

from app.connectors.markup import plain
from app.core.clock import SECOND, Millis

LONGEST_ID = 400
_ID = re.compile(r"<([^<>\s]{1,998})>")
LONGEST_HEADER = 8_000
"""Characters of a header that are read; the patterns below take their time on what is made to be slow."""
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]\\]{1,64}@[^\s<>@,;:\"()\[\]\\]{1,255}")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?=<)')
_WRITERS = ("from", "sender")
_DEEPEST = 20
_MOST_PARTS = 200


@dataclass(frozen=True)
class Attached:
    """Something that hangs on a mail; only named."""

    name: str
    mime: str


@dataclass(frozen=True)
class Mail:
    """What a mail says.

    Attributes:
        id: its Message-ID without brackets; made from its content where it has none.
        references: ids of what it answers, the thread's first mail first.
        sender: address in lower case; empty where none can be read.
        reply_to: whom to answer; the sender where nothing else is said.
        receivers: addresses in To, Cc and the like, in lower case.
        text: the words as written, with quotations and signature.
        sent_at: when its author says; 0 when unknown.
        headers: every header by its name in lower case, decoded.
        returned: headers of the mail that this one reports about, where it is a report.
        receipts: what a delivery report says of each receiver, fields by their names in lower case.
    """

    id: str
    references: tuple[str, ...]
    sender: str
    sender_name: str
    reply_to: str
    receivers: tuple[str, ...]
    subject: str
    text: str
    sent_at: Millis
    kind: str
    headers: dict[str, list[str]] = field(repr=False)
    attached: tuple[Attached, ...] = ()
    returned: "Mail | None" = None
    receipts: tuple[dict[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first header of this name; empty where there is none."""
        return next(iter(self.headers.get(name, ())), "")


def read_mail(data: bytes) -> Mail:
    """Read a mail, or its beginning. Never raises."""
    return _mail(BytesParser(policy=policy.compat32).parsebytes(data), data, depth=0)


def ids_in(text: str) -> tuple[str, ...]:
    """The Message-IDs in a header, in order, each once."""
    return tuple(dict.fromkeys(map(_short, _ID.findall(text))))


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses in a header, in lower case."""
    return tuple(dict.fromkeys(found.lower() for found in _ADDRESS.findall(text)))


def _mail(message: Message, data: bytes, *, depth: int) -> Mail:
    headers = _headers(message)

    def first(name: str) -> str:
        return next(iter(headers.get(name, ())), "")

    name, sender = _person(message)
    body = _Body()
    body.read(message, depth)
    answers = addresses_in(first("reply-to"))
    return Mail(
        id=_id(first("message-id"), data),
        references=_references(first("references"), first("in-reply-to")),
        sender=sender,
        sender_name=name,
        reply_to=answers[0] if answers else sender,
        receivers=addresses_in(" ".join(_all(headers, "to", "cc", "delivered-to", "x-original-to", "envelope-to"))),
        subject=" ".join(first("subject").split()),
        text=body.text(),
        sent_at=_moment(first("date")),
        kind=message.get_content_type(),
        headers=headers,
        attached=tuple(body.attached),
        returned=body.returned,
        receipts=tuple(body.receipts),
    )


def _all(headers: dict[str, list[str]], *names: str) -> list[str]:
    return [value for name in names for value in headers.get(name, ())]


def _headers(message: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), []).append(decoded(_unescaped(str(value))))
    return found


def _unescaped(value: str) -> str:
    """Bytes that no header may have, read as UTF-8; a line that was folded is one line."""
    raw = value.encode("utf-8", "surrogateescape")
    return " ".join(raw.decode("utf-8", "replace").splitlines())[:LONGEST_HEADER]


def decoded(value: str) -> str:
    """A header's encoded words, decoded; one that cannot be is shown as it is. Never raises."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, binascii.Error, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else in_letters(piece, charset or "latin-1") for piece, charset in pieces
    )


def in_letters(data: bytes, charset: str) -> str:
    """Bytes as text, by the charset they claim or what they look like. Never raises."""
    for name in (charset, "utf-8"):
        try:
            return data.decode(name, "strict" if name == "utf-8" else "replace")
        except (LookupError, ValueError):  # an unknown charset, or one that is none
            continue
    return data.decode("cp1252", "replace")


def _person(message: Message) -> tuple[str, str]:
    """Name and address of who wrote. The name is decoded after the address was found, so that it cannot pose as one."""
    raw = next((_unescaped(str(value)) for name, value in message.raw_items() if name.lower() in _WRITERS), "").strip()
    quoted = _QUOTED.match(raw)
    if quoted is not None:
        name, rest = re.sub(r"\\(.)", r"\1", quoted.group(1)), raw[quoted.end() + 1 :]
    else:
        name, _bracket, rest = raw.partition("<")
    found = addresses_in(rest.partition(">")[0])
    if not found:
        return "", ("", *addresses_in(decoded(raw)), *addresses_in(raw))[-1]
    return " ".join(decoded(name).split()), found[-1]


def _id(header: str, data: bytes) -> str:
    found = ids_in(header) or tuple(header.split()[:1])
    return _short(found[0]) if found else f"{hashlib.sha256(data).hexdigest()[:32]}@no-id.invalid"


def _short(message_id: str) -> str:
    if len(message_id) <= LONGEST_ID:
        return message_id
    return f"{hashlib.sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:32]}@long-id.invalid"


def _references(references: str, answered: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ids_in(references), *ids_in(answered)[:1])))


def _moment(date: str) -> Millis:
    try:
        return max(0, round(parsedate_to_datetime(date).timestamp() * SECOND))
    except (ValueError, TypeError, OverflowError, IndexError, OSError):
        return 0


class _Body:
    """Collects the words of a mail and the names of what hangs on it."""

    def __init__(self) -> None:
        self.attached: list[Attached] = []
        self.returned: Mail | None = None
        self.receipts: list[dict[str, str]] = []
        self._words: list[str] = []
        self._parts = 0

    def text(self) -> str:
        return "\n\n".join(words for words in self._words if words).strip()

    def read(self, part: Message, depth: int) -> None:
        """Take a part and what is inside it."""
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST_PARTS:
            return
        inner = part.get_payload() if part.is_multipart() else None
        if part.get_content_type() in ("message/rfc822", "message/global", "text/rfc822-headers"):
            self._enclose(part, depth)
        elif part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            self._report(part)
        elif isinstance(inner, list) and part.get_content_type() == "multipart/alternative":
            self._choose([one for one in inner if isinstance(one, Message)], depth)
        elif isinstance(inner, list):
            for one in inner:
                if isinstance(one, Message):
                    self.read(one, depth + 1)
        else:
            self._leaf(part)

    def _choose(self, ways: list[Message], depth: int) -> None:
        """One of several ways to say the same: the plain one, where it says anything."""
        tried = [_Body() for _way in ways]
        for body, way in zip(tried, ways, strict=True):
            body._parts = self._parts
            body.read(way, depth + 1)
            self._parts = body._parts
            self.attached += body.attached
        plain_ones = [body for body, way in zip(tried, ways, strict=True) if way.get_content_type() == "text/plain"]
        said = [body.text() for body in (*plain_ones, *reversed(tried)) if body.text()]
        self._words += said[:1]

    def _enclose(self, part: Message, depth: int) -> None:
        """Another mail within this one: in a report the one it is about."""
        inner = part.get_payload() if part.is_multipart() else None
        whole = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None
        if whole is None:
            whole = BytesParser(policy=policy.compat32).parsebytes(_bytes(part), headersonly=True)
        if self.returned is None and depth < _DEEPEST:
            self.returned = _mail(whole, b"", depth=depth + 1)
        if part.get_content_type() != "text/rfc822-headers":
            self.attached.append(Attached(_file_name(part) or decoded(str(whole.get("subject", ""))), "message/rfc822"))

    def _report(self, part: Message) -> None:
        """What a mail server says became of a mail, a block of fields for each receiver (RFC 3464)."""
        inner = part.get_payload() if part.is_multipart() else None
        for block in (inner if isinstance(inner, list) else [])[:_MOST_PARTS]:
            if isinstance(block, Message):
                fields = {name: values[0] for name, values in _headers(block).items()}
                if "action" in fields or "status" in fields:
                    self.receipts.append(fields)

    def _leaf(self, part: Message) -> None:
        mime, name = part.get_content_type(), _file_name(part)
        if part.get_content_disposition() == "attachment" or not mime.startswith("text/") or name:
            if not mime.startswith(("multipart/", "message/")):
                self.attached.append(Attached(name, mime))
            return
        text = in_letters(_bytes(part), part.get_content_charset() or "utf-8").replace("\r\n", "\n")
        if mime == "text/html":
            self._words.append(plain(text))
        elif mime == "text/plain":
            self._words.append(_unflowed(text) if _is_flowed(part) else text.strip("\n"))


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    found = part.get_filename() or ""
    return " ".join(decoded(collapse_rfc2231_value(found)).split())


def _is_flowed(part: Message) -> bool:
    return str(part.get_param("format", "")).casefold() == "flowed"


def _unflowed(text: str) -> str:
    """Lines that a mail program broke, whole again: a space at the end means that the line goes on."""
    lines: list[list[str]] = []
    goes_on = False
    for line in text.splitlines():
        quoted = line.startswith(">")
        bare = line.removeprefix(" ")
        if goes_on and not quoted and bare != "-- ":
            lines[-1].append(bare)
        else:
            lines.append([bare])
        goes_on = bare.endswith(" ") and bare != "-- " and not quoted
    whole = ("".join(parts) for parts in lines)
    return "\n".join(line.rstrip() if line != "-- " else line for line in whole).strip("\n")
