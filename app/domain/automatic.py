"""What no person wrote: a bounce, a delay, a receipt, an automatic reply, as a post's labels say it. Known by
connectors, store, services and widgets; knows nothing.

Such a post is read where its thread is read. It opens nothing, wakes nobody and is never shown in public.
"""

import re
from collections.abc import Iterable

BOUNCE = "bounce"
"""A mail server gave up: nobody has read what it is about."""
DELAYED = "delayed"
"""A mail server goes on trying."""
RECEIPT = "receipt"
AUTO_REPLY = "auto-reply"
BULK = "bulk"

ABOUT = (BOUNCE, DELAYED, RECEIPT, AUTO_REPLY)
"""What is about another post: it belongs into that one's thread."""

AUTOMATIC = frozenset({*ABOUT, BULK})

_CODE = re.compile(r"(?:[245]\d\d )?[245]\.\d{1,3}\.\d{1,3}|[245]\d\d")


def about(labels: Iterable[str]) -> str:
    """Which of the kinds that are about another post this is; empty for none."""
    found = set(labels)
    return next((kind for kind in ABOUT if kind in found), "")


def code(labels: Iterable[str]) -> str:
    """What the mail server said in figures: `550 5.2.2` (RFC 5321, RFC 3463); empty where it said none."""
    return next((label for label in labels if _CODE.fullmatch(label)), "")
