"""Where a hub is and how to be let in. Known by the link's files; knows nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A hub's base address and the token that opens it."""

    url: str
    token: str


def hook_url(public_url: str, account_id: int) -> str:
    """Where a network calls an account; the host is left open where the hub does not know under which name it is
    reached (settings: hub.public_url)."""
    return f"{public_url or 'https://HUB'}/v1/hook/{account_id or 'ID'}"
