"""Where a link really leads, told beside its text. Known by the layout; knows nothing.

A reader trusts what a link says; only its address says where it goes.
"""

import re
from urllib.parse import urlsplit

_BETWEEN = re.compile(r"[\s,;!()\[\]{}<>\"'“”„«»|]+")
_TOP = re.compile(r"[^\W\d_]{2,63}\Z")
_NAME = re.compile(r"[@#][^\s/]+\Z")
_MATRIX = "matrix.to"
_SHOWN_SCHEMES = ("http", "https")


def linked(text: str, address: str) -> str:
    """The text of a link with the real host behind it, where the text does not tell it.

    Mentions (`@ann@server.example`) and hashtags stay as they are, and so do a link's own address or a part of it.
    """
    words = text.strip()
    host = host_of(address)
    if not host or not words:
        return words or (address.strip() if host else "")
    if _NAME.match(words) or (host == _MATRIX and "/#/" in address):
        return words
    told = [piece for piece in _BETWEEN.split(words) if _like_an_address(piece)]
    # `https://bank.example@other.example` shows another host first.
    honest = told and all("@" not in piece and host_of(piece) == host for piece in told)
    return words if honest else f"{words} ({host})"


def host_of(address: str) -> str:
    """The host of a web address, with or without its scheme, as machines write it; empty for what is none."""
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SHOWN_SCHEMES or ("://" not in text and ":" in text.partition("/")[0]):
        return ""
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return host
    return host.removeprefix("www.")


def _like_an_address(piece: str) -> bool:
    host = piece.partition("://")[2] or piece
    host = re.split(r"[/?#:]", host[:300], maxsplit=1)[0].rstrip(".")
    return "://" in piece or (("." in host) and _TOP.match(host.rpartition(".")[2]) is not None)
