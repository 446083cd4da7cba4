"""What became of a mail, as a mail server reports it. Known by automatic and posts; knows mail and domain.

Source: RFC 3464 (delivery reports), RFC 3463 (status codes), RFC 5321 (SMTP replies). Servers without a report in that
form write the same figures into the words.
"""

import re

from app.connectors._email.mail import Mail
from app.domain.automatic import BOUNCE, DELAYED, RECEIPT

_BOTH = re.compile(r"\b([245]\d\d)[ -]#?([245]\.\d{1,3}\.\d{1,3})\b")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_REPLY = re.compile(r"(?:^|;)\s*([245]\d\d)\b")
_READ = 4_000
"""Characters of the words that are searched."""

_KINDS = {"failed": BOUNCE, "delayed": DELAYED, "delivered": RECEIPT, "relayed": RECEIPT, "expanded": RECEIPT}


def outcome(mail: Mail) -> str:
    """What a delivery report says: given up, delayed or delivered. Of several receivers the worst counts."""
    told = {_KINDS.get(_action(one), "") for one in mail.receipts}
    return next((kind for kind in (BOUNCE, DELAYED, RECEIPT) if kind in told), BOUNCE)


def code(mail: Mail) -> str:
    """The figures for it, like `550 5.2.2`; empty where none are given."""
    ours = [one for one in mail.receipts if _KINDS.get(_action(one), BOUNCE) == outcome(mail)]
    for fields in ours:
        status, diagnostic = fields.get("status", ""), fields.get("diagnostic-code", "")
        found = _in_words(diagnostic) or _joined(diagnostic, status)
        if found:
            return found
    return "" if mail.receipts else _in_words(mail.text[:_READ])


def _action(fields: dict[str, str]) -> str:
    return fields.get("action", "").partition(" ")[0].strip().casefold()


def _in_words(words: str) -> str:
    found = _BOTH.search(words)
    return f"{found[1]} {found[2]}" if found else ""


def _joined(diagnostic: str, status: str) -> str:
    reply, figures = _REPLY.search(diagnostic), _STATUS.search(status)
    return " ".join(part for part in (reply[1] if reply else "", figures[0] if figures else "") if part)
