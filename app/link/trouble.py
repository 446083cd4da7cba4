"""What kept a station from its hub, in words that say what to do. Known by the client; knows core."""

import ssl

import aiohttp

from app.core.errors import Unavailable
from app.core.i18n import _

_NOT_THIS_NAME = (62, 64)
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""


def in_words(error: Exception, url: str) -> Unavailable:
    """A failed attempt to reach the hub at `url`, as a person should read it."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return _untrusted(error.certificate_error, url)
        case aiohttp.ClientConnectorSSLError() | ssl.SSLError():
            return Unavailable(
                _("What answers at {url} does not speak TLS.").format(url=url),
                hint=_("Check the port; a hub without TLS is reached by an address that begins with http://."),
            )
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return Unavailable(
                _("“{url}” is not the address of a hub.").format(url=url),
                hint=_("Write it like https://hub.example:8443."),
            )
        case aiohttp.WSServerHandshakeError():
            return Unavailable(
                _("What answers at {url} is not a Fishbowl hub.").format(url=url), hint=_("Check the address.")
            )
        case aiohttp.ClientConnectorDNSError():
            return Unavailable(
                _("There is no machine called {host}.").format(host=error.host),
                hint=_("Check the hub's address and this machine's network."),
            )
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() if _is_plain_and_was_cut(error, url):
            return Unavailable(
                _("What answers at {url} ended the connection at once.").format(url=url),
                hint=_("A hub with TLS is reached by an address that begins with https://."),
            )
    return Unavailable(_("The hub cannot be reached."))


def _untrusted(error: Exception, url: str) -> Unavailable:
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    if code in _NOT_THIS_NAME:
        return Unavailable(
            _("The certificate at {url} belongs to another name.").format(url=url),
            hint=_("Use the name that is in the hub's certificate, or have one made for this address."),
        )
    said = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else str(error)
    return Unavailable(
        _("This station does not trust the certificate at {url}: {said}.").format(url=url, said=said.rstrip(".")),
        hint=_("Name the PEM file of the authority that signed it with --ca, and check this machine's clock."),
    )


def _is_plain_and_was_cut(error: Exception, url: str) -> bool:
    return not url.startswith("https") and not isinstance(error, aiohttp.ClientConnectorError)
