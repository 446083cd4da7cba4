"""Which mails no person wrote: bounces, receipts, auto-replies, mass mail. Known by posts and the sender; knows mail
and delivery.

Source: RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports), RFC 8098 (receipts). `Precedence: list` and `List-Id`
do not count: a team's address that is a group or a mailing list puts them on every letter of a customer.
"""

from app.connectors._email.delivery import outcome
from app.connectors._email.mail import Mail
from app.domain.automatic import AUTO_REPLY, BULK, RECEIPT

_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_NOBODY = frozenset({"noreply", "no-reply", "donotreply", "do-not-reply", "nepasrepondre"})


def automatic(mail: Mail) -> str:
    """What kind of automatic mail it is; empty for one that a person wrote, as far as one can tell."""
    report = mail.header("content-type").casefold()
    if mail.kind == "multipart/report" and "disposition-notification" in report:
        return RECEIPT
    if mail.kind == "multipart/report" or mail.header("x-failed-recipients") or _local(mail.sender) in _DAEMONS:
        return outcome(mail)
    precedence = mail.header("precedence").strip().casefold()
    submitted = mail.header("auto-submitted").partition(";")[0].strip().casefold()
    replies = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder")
    if submitted not in ("", "no") or precedence == "auto_reply" or any(name in mail.headers for name in replies):
        return AUTO_REPLY
    return BULK if precedence in ("bulk", "junk") else ""


def answerable(mail: Mail) -> bool:
    """Whether somebody would read an answer."""
    if automatic(mail) or not mail.reply_to:
        return False
    if mail.header("return-path").strip() == "<>":
        return False
    return _local(mail.reply_to) not in _NOBODY


def _local(address: str) -> str:
    return address.partition("@")[0].casefold()
