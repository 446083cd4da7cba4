"""Where a mail server is, and whom we trust there. Known by the IMAP and SMTP lines; knows core.

A place is written `host`, `host:port`, or with a scheme (`imaps://`, `imap://`, `smtps://`, `smtp://`) where a port
does not tell whether the connection begins encrypted. It is encrypted from the start or by STARTTLS, always; only on
this very machine a server may do without.
"""

import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import certifi

from app.connectors.base import Refused, Unreachable
from app.core.i18n import _

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PORTS = {"imap": (143, 993), "smtp": (587, 465)}
_OPEN_PORTS = frozenset({25, 143, 587})
"""Ports on which encryption begins by STARTTLS."""


@dataclass(frozen=True)
class Place:
    """One server.

    Attributes:
        tls: encrypted from the first byte; else by STARTTLS.
    """

    host: str
    port: int
    tls: bool

    @property
    def here(self) -> bool:
        """Whether it is this machine, where a connection needs no encryption."""
        return self.host in _LOOPBACK

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def place_of(written: str, protocol: str) -> Place:
    """Read what a person entered; `protocol` is imap or smtp. Raises Refused where it names no server."""
    text = written.strip().rstrip("/")
    scheme, _sep, rest = text.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or scheme.lower() not in ("", protocol, f"{protocol}s"):
        raise Refused(
            _("“{address}” is not a mail server.").format(address=written),
            hint=_("Write it like mail.example.com or mail.example.com:993."),
        )
    tls = scheme.lower().endswith("s") if scheme else port not in _OPEN_PORTS
    return Place(host, port or _PORTS[protocol][tls], tls)


def trust(authority: str) -> ssl.SSLContext:
    """Checks certificates against the well-known authorities and, where named, a PEM file of one's own."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    if authority.strip():
        try:
            context.load_verify_locations(cafile=authority.strip())
        except (OSError, ssl.SSLError) as error:
            raise Refused(
                _("The certificate authority in {path} cannot be read.").format(path=authority),
                hint=_("Name a PEM file that the hub may read."),
            ) from error
    return context


def not_reached(place: Place, error: Exception) -> Unreachable:
    """What a connection that did not come about or broke means, in words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(
            _("The certificate of {server} is not trusted: {cause}").format(server=place, cause=error.verify_message),
            hint=_("Check the server's name, or name the file of its certificate authority in the account."),
        )
    if isinstance(error, TimeoutError):
        cause = _("it did not answer in time")
    elif isinstance(error, EOFError | ConnectionError):
        cause = _("it hung up")
    else:
        cause = getattr(error, "strerror", None) or type(error).__name__
    return Unreachable(_("{server} cannot be reached: {cause}").format(server=place, cause=cause))


def no_encryption(place: Place) -> Refused:
    """A password must not travel open."""
    return Refused(
        _("{server} offers no encryption, and the password must not travel open.").format(server=place),
        hint=_("Use the server's encrypted port: 993 for IMAP, 465 or 587 for SMTP."),
    )
