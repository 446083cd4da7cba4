"""Addresses of records (`at://did/collection/key`) and their pages. Known by the files that read views; knows info."""

from app.connectors._bluesky.info import WEB


def did_of(uri: str) -> str:
    """The repository a record lies in."""
    return uri.removeprefix("at://").partition("/")[0]


def key_of(uri: str) -> str:
    """A record's key."""
    return uri.rpartition("/")[2]


def web_url(uri: str) -> str:
    """Where people read a post."""
    return f"{WEB}/profile/{did_of(uri)}/post/{key_of(uri)}"
