"""Proofs that whoever shows a token also holds the key it was given for (DPoP). Known by the line and the sign-in;
knows core.

Source: RFC 9449, RFC 7515 (ES256); atproto.com/specs/oauth makes both a duty, with a nonce from each server.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.core.clock import SECOND, Millis

_BYTES = 32
"""Of one number of the curve P-256."""


class ProofKey:
    """The key of one sign-in; it never leaves this machine."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        point = private.public_key().public_numbers()
        self._public = {"kty": "EC", "crv": "P-256", "x": _number(point.x), "y": _number(point.y)}

    @classmethod
    def new(cls) -> "ProofKey":
        """A key of its own for each sign-in, as the specification asks."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def read(cls, text: str) -> "ProofKey":
        """The key that `text` made `text`. Raises ValueError for anything else."""
        number = int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return cls(ec.derive_private_key(number, ec.SECP256R1()))

    @property
    def text(self) -> str:
        """The secret itself, to be kept in the keyring."""
        return _number(self._private.private_numbers().private_value)

    def sign(self, claims: Mapping[str, object]) -> str:
        """A proof with these claims (a JSON Web Token that names our public key)."""
        head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self._public}
        said = f"{base64url(msgspec.json.encode(head))}.{base64url(msgspec.json.encode(claims))}"
        r, s = decode_dss_signature(self._private.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{said}.{base64url(r.to_bytes(_BYTES) + s.to_bytes(_BYTES))}"


class Proofs:
    """Makes the proof for each request, with the nonce its server asked for last."""

    def __init__(self, key: ProofKey) -> None:
        self.key = key
        self._nonces: dict[str, str] = {}

    def headers(self, verb: str, url: str, *, now: Millis, token: str = "") -> dict[str, str]:
        """What a request must carry; a proof serves once."""
        parts = urlsplit(url)
        claims: dict[str, object] = {
            "jti": secrets.token_urlsafe(16),
            "htm": verb,
            "htu": parts._replace(query="", fragment="").geturl(),
            "iat": now // SECOND,
        }
        if nonce := self._nonces.get(parts.netloc):
            claims["nonce"] = nonce
        if not token:
            return {"DPoP": self.key.sign(claims)}
        claims["ath"] = base64url(hashlib.sha256(token.encode()).digest())
        return {"DPoP": self.key.sign(claims), "Authorization": f"DPoP {token}"}

    def learn(self, url: str, headers: Mapping[str, str]) -> None:
        """Take the nonce that a server wants from now on."""
        if nonce := headers.get("DPoP-Nonce"):
            self._nonces[urlsplit(url).netloc] = nonce


def base64url(data: bytes) -> str:
    """As JSON Web Tokens write bytes."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _number(value: int) -> str:
    return base64url(value.to_bytes(_BYTES))
