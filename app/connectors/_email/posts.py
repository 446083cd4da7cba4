"""Mails as posts. Known by listening and the connector; knows mail, folding and the field's words.

A thread is named by the first mail it refers to. A post's id is the Message-ID: it stays when a mail is moved and when
a server numbers its folders anew.
"""

from dataclasses import dataclass, field

from app.connectors._email.automatic import automatic
from app.connectors._email.delivery import code
from app.connectors._email.folding import folded
from app.connectors._email.mail import Mail, read_mail
from app.connectors._email.mailbox import Raw
from app.connectors._email.writing import is_our_id
from app.connectors.markup import written
from app.connectors.reading import not_ahead
from app.core.clock import DAY, Millis
from app.core.i18n import _
from app.domain.automatic import BOUNCE, DELAYED
from app.domain.post import Author, Media, Post, PostKind

NETWORK = "email"
_NAME = 200
_SUBJECT = 500
_KINDS = ("image", "video", "audio")


@dataclass(frozen=True)
class Us:
    """Whose mailbox it is.

    Attributes:
        addresses: in lower case, the main one first.
        secret: by which we know ids of our own.
    """

    addresses: tuple[str, ...]
    account_id: int
    secret: str = field(default="", repr=False)


def post_of(raw: Raw, us: Us, *, sent: bool, now: Millis) -> Post:
    """A mail as a post; `sent` when it lies in the folder of what was sent. Never raises."""
    mail = read_mail(raw.data)
    about = mail.returned if automatic(mail) and mail.returned is not None and not mail.references else None
    chain = (*about.references, about.id) if about is not None else mail.references
    kind = _kind(mail, us, sent=sent)
    return Post(
        network=NETWORK,
        native_id=mail.id,
        kind=kind,
        text=_text(mail),
        created_at=_written_at(mail, raw, now),
        author=_author(mail, us, own=kind is PostKind.OWN),
        account_id=us.account_id,
        thread=chain[0] if chain and chain[0] != mail.id else "",
        parent=chain[-1] if chain and chain[-1] != mail.id else "",
        language=_language(mail),
        media=tuple(_media(mail)),
        labels=tuple(_labels(mail, us, own=kind is PostKind.OWN)),
    )


def _kind(mail: Mail, us: Us, *, sent: bool) -> PostKind:
    if sent or (mail.sender in us.addresses and is_our_id(mail.id, us.secret)):
        return PostKind.OWN
    return PostKind.HEARD if automatic(mail) else PostKind.DIRECT


def _author(mail: Mail, us: Us, *, own: bool) -> Author:
    address = mail.sender or (us.addresses[0] if own else "unknown@invalid")
    handle = written(address, limit=_NAME)
    return Author(native_id=address[:_NAME], handle=handle, name=written(mail.sender_name, limit=_NAME))


def _text(mail: Mail) -> str:
    """Own words; the subject stands above them where a mail opens a thread or is a report."""
    words = written(mail.text if automatic(mail) else folded(mail.text)).strip()
    subject = "" if mail.references and not automatic(mail) else written(mail.subject, limit=_SUBJECT).strip()
    if subject and words.startswith(subject):
        subject = ""
    both = "\n\n".join(part for part in (subject, words) if part)
    return both or " ".join(f"[{written(one.name or one.mime, limit=_NAME)}]" for one in mail.attached) or "…"


def _written_at(mail: Mail, raw: Raw, now: Millis) -> Millis:
    """What the author's clock says, unless our server's makes that unlikely."""
    arrived = raw.arrived_at or now
    likely = arrived - 7 * DAY <= mail.sent_at <= arrived
    return not_ahead(mail.sent_at if likely else arrived, now=now)


def _language(mail: Mail) -> str:
    return mail.header("content-language").partition(",")[0].strip()[:35]


def _media(mail: Mail) -> list[Media]:
    """What hangs on it: named, not shown."""
    return [
        Media(
            kind=next((kind for kind in _KINDS if one.mime.startswith(f"{kind}/")), "file"),
            url="",
            alt=written(one.name, limit=_NAME) or _("attached, without a name"),
            mime=one.mime[:100],
        )
        for one in mail.attached[:20]
    ]


def _labels(mail: Mail, us: Us, *, own: bool) -> list[str]:
    kind = automatic(mail)
    labels = [kind] if kind else []
    if kind in (BOUNCE, DELAYED):
        labels += [figures] if (figures := code(mail)) else []
    if mail.header("x-spam-flag").strip().casefold() == "yes":
        labels.append("spam")
    if not own and mail.sender in us.addresses:
        labels.append("own-address")  # anybody can write anything there
    return labels
