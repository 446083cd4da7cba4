"""A reply as a mail. Known by the sender and posts; knows mail.

Our Message-ID is the idempotency key: whoever looks for it finds what was sent under it. Source: RFC 5322 section
3.6.4 for References, RFC 3834 for whom not to answer.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from app.connectors._email.mail import Mail
from app.connectors.base import Refused
from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.domain.reply import OutgoingReply

MARK = ".fishbowl@"
"""Stands in every Message-ID of ours."""
_LONGEST_REFERENCES = 800
_OUR_ID = re.compile(r"([0-9a-f]+-[0-9a-f]{24})\.([0-9a-f]{16})\.fishbowl@\S+")
_ANSWERED = re.compile(
    r"^(?:\s*(?:re|aw|antw|antwort|sv|vs|rif|ris|odp|r|回复|答复|fwd?|wg|tr)\s*(?:\[\d+\])?\s*[:：])+\s*", re.IGNORECASE
)
# Headers are never broken within an id; a line may have 998 characters.
_WIRE = policy.SMTP.clone(max_line_length=900)


@dataclass(frozen=True)
class From:
    """Who answers."""

    address: str
    name: str


def message_id(key: str, address: str, secret: str) -> str:
    """The Message-ID of what is sent under a key, without brackets.

    It carries a proof that it is ours: anybody can write our address and a mark into a mail.
    """
    return f"{key}.{_proof(key, secret)}{MARK}{address.rpartition('@')[2]}"


def is_our_id(native_id: str, secret: str) -> bool:
    """Whether we made this Message-ID, under this secret."""
    found = _OUR_ID.fullmatch(native_id)
    return found is not None and hmac.compare_digest(found.group(2), _proof(found.group(1), secret))


def _proof(key: str, secret: str) -> str:
    return hmac.new(secret.encode(), key.encode(), "sha256").hexdigest()[:16]


def reply_mail(reply: OutgoingReply, parent: Mail, sender: From, *, native_id: str, now: Millis) -> EmailMessage:
    """The mail that answers `parent`, under an id of ours.

    Raises:
        Refused: an address in it is none.
    """
    mail = EmailMessage(policy=policy.SMTP)
    try:
        mail["From"] = Address(display_name=_one_line(sender.name), addr_spec=sender.address)
        mail["To"] = Address(addr_spec=parent.reply_to)
    except (ValueError, IndexError, AttributeError) as error:
        raise Refused(_("“{address}” is not an address.").format(address=parent.reply_to)) from error
    mail["Subject"] = subject_of(parent.subject)
    mail["Date"] = format_datetime(datetime.fromtimestamp(now / SECOND, UTC))
    mail["Message-ID"] = f"<{native_id}>"
    mail["In-Reply-To"] = f"<{parent.id}>"
    mail["References"] = references_of(parent)
    if reply.language:
        mail["Content-Language"] = _one_line(reply.language)
    mail.set_content(reply.text, cte="quoted-printable")
    for picture in reply.attachments:
        kind, _slash, subtype = picture.mime.partition("/")
        mail.add_attachment(picture.data, maintype=kind, subtype=subtype, filename=_one_line(picture.name))
        if picture.alt:
            mail.get_payload()[-1]["Content-Description"] = _one_line(picture.alt)  # type: ignore[index]
    return mail


def on_the_wire(mail: EmailMessage) -> bytes:
    """The mail as it is sent and kept."""
    return mail.as_bytes(policy=_WIRE)


def subject_of(subject: str) -> str:
    """`Re: ` and the thread's subject, once."""
    return f"Re: {_ANSWERED.sub('', _one_line(subject))}".strip()


def references_of(parent: Mail) -> str:
    """The way from the thread's first mail to the one that is answered; of a long way its beginning and its end."""
    first, *rest = (*parent.references, parent.id)
    kept: list[str] = []
    room = _LONGEST_REFERENCES - len(first)
    for one in reversed(rest):
        room -= len(one) + 3
        if room < 0 and kept:
            break
        kept.insert(0, one)
    return " ".join(f"<{one}>" for one in (first, *kept))


def _one_line(text: str) -> str:
    return " ".join(text.split())
