"""Handing a mail to the outgoing server. Known by the sender and the connector; knows places.

Until the mail itself is handed over nothing was sent; from then on only the server's word counts. Source: RFC 6409,
RFC 5321, RFC 3463 for the codes.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPNotSupported, SMTPResponseException

from app.connectors._email.place import Place, no_encryption, not_reached, place_of, trust
from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Unreachable
from app.core.clock import MINUTE, Clock
from app.core.i18n import _

CONNECT_SECONDS = 20.0
HANDOVER_SECONDS = 120.0
PATIENCE = 5 * MINUTE
"""How long a server that finds us too eager is left alone; it does not say."""
_TOO_MANY = re.compile(r"\b4\.7\.\d|too many|rate limit|quota", re.IGNORECASE)


class Submission:
    """The outgoing server of one account."""

    def __init__(self, server: str, *, user: str, password: str, authority: str, clock: Clock) -> None:
        self._server = server
        self._user = user
        self._password = password
        self._authority = authority
        self._clock = clock

    async def check(self) -> None:
        """Sign in and hang up."""
        async with self._signed_in():
            pass

    async def submit(self, mail: bytes, *, sender: str, to: str, copy: str) -> None:
        """Hand one mail over, to the person and, where the server takes it, a copy to ourselves.

        Raises:
            Ambiguous: the connection broke after the mail was handed over and before the server's word.
        """
        async with self._signed_in() as line:
            try:
                options = [] if (sender + to).isascii() else ["SMTPUTF8"]
                await line.mail(sender, options=options, encoding="utf-8")
                await line.rcpt(to, encoding="utf-8")
                await self._copy(line, copy)
            except (SMTPException, OSError, EOFError) as error:
                raise self._meant(error) from error
            try:
                await line.data(mail, timeout=HANDOVER_SECONDS)
            except SMTPResponseException as error:
                if error.code in range(400, 600):
                    raise self._meant(error) from error
                raise self._broke() from error
            except (SMTPException, OSError, EOFError) as error:
                raise self._broke() from error

    async def _copy(self, line: SMTP, address: str) -> None:
        """Ask for a copy; a server that will not have it sends without."""
        try:
            await line.rcpt(address, encoding="utf-8")
        except SMTPResponseException as error:
            if error.code == 421:
                raise

    @asynccontextmanager
    async def _signed_in(self) -> AsyncIterator[SMTP]:
        place = place_of(self._server, "smtp")
        line = SMTP(
            hostname=place.host,
            port=place.port,
            use_tls=place.tls,
            start_tls=False,
            tls_context=trust(self._authority),
            timeout=CONNECT_SECONDS,
        )
        try:
            try:
                await self._open(line, place)
            except (SMTPException, OSError, EOFError, ValueError) as error:
                raise self._meant(error) from error
            yield line
        finally:
            line.close()

    async def _open(self, line: SMTP, place: Place) -> None:
        await line.connect()
        await line.ehlo()
        if not place.tls:
            if line.supports_extension("starttls"):
                await line.starttls(server_hostname=place.host)
                await line.ehlo()
            elif not place.here:
                raise no_encryption(place)
        await line.login(self._user, self._password)

    def _meant(self, error: Exception) -> ConnectorError:
        """What an error before the handover, or the server's own word, means."""
        place = place_of(self._server, "smtp")
        if isinstance(error, SMTPAuthenticationError) and error.code >= 500:
            return SignInFailed(
                _("{server} does not accept the sign-in: {said}").format(server=place, said=_words(error)),
                hint=_("Check user name and password; some providers want an app password."),
            )
        if isinstance(error, SMTPNotSupported):
            return Refused(_("{server} cannot do what is asked: {said}").format(server=place, said=str(error)))
        if isinstance(error, SMTPResponseException):
            words = _("{server}: {said}").format(server=place, said=_words(error))
            if error.code >= 500:
                return Refused(words)
            if _TOO_MANY.search(_words(error)):
                return RateLimited(words, until=self._clock.now() + PATIENCE)
            return Unreachable(words)
        return not_reached(place, _cause(error))

    def _broke(self) -> Ambiguous:
        place = place_of(self._server, "smtp")
        return Ambiguous(_("The connection to {server} broke in the middle of a send.").format(server=place))


def _words(error: SMTPResponseException) -> str:
    return f"{error.code} {error.message}".replace("\n", " ")[:300]


def _cause(error: Exception) -> Exception:
    """The system's error that the library wrapped."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, OSError):
        found = found.__cause__ or found.__context__
    if isinstance(found, OSError):
        return found
    timeouts = (aiosmtplib.SMTPTimeoutError, aiosmtplib.SMTPConnectTimeoutError, aiosmtplib.SMTPReadTimeoutError)
    return TimeoutError() if isinstance(error, timeouts) else EOFError()
