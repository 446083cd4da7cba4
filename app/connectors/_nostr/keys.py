"""Keys and signatures. Known by the Nostr connector's other parts; knows nostr-sdk, the only place that does.

Source: NIP-01 (events), NIP-19 (nsec and npub).
"""

from typing import Any

import msgspec
from nostr_sdk import Event, InternalError, Keys, NostrSdkError, PublicKey, UnsignedEvent

from app.connectors.base import SignInFailed
from app.core.i18n import _

_NO = (NostrSdkError, InternalError, ValueError, UnicodeError)


class Signer:
    """A key of ours.

    Attributes:
        public: its public half, 64 hexadecimal digits.
    """

    def __init__(self, secret: str) -> None:
        """Raises SignInFailed where the text is no key."""
        try:
            self._keys = Keys.parse(secret.strip())
            self.public: str = self._keys.get_public_key().to_hex()
        except _NO as error:
            raise SignInFailed(_("This is no Nostr key."), hint=_("It begins with nsec1.")) from error

    def signed(self, *, kind: int, content: str, tags: list[list[str]], at: int) -> dict[str, Any]:
        """An event; `at` in seconds. Its id follows from what is given, so that the same makes the same."""
        event = {"pubkey": self.public, "created_at": at, "kind": kind, "tags": tags, "content": content}
        unsigned = UnsignedEvent.from_json(msgspec.json.encode(event).decode())
        made: dict[str, Any] = msgspec.json.decode(self._keys.sign_event(unsigned).as_json())
        return made


def is_genuine(event: Any) -> bool:
    """Whether an event has the id and the signature that its content and author want. Never raises."""
    try:
        return bool(Event.from_json(msgspec.json.encode(event).decode()).verify())
    except (*_NO, TypeError, RecursionError):
        return False


def npub(public: str) -> str:
    """A public key as people read it; as it is where it is none."""
    try:
        return str(PublicKey.parse(public).to_bech32())
    except _NO:
        return public
