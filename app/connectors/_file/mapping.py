"""Which column of a file is what. Known by the file import; knows the contract's errors.

A mapping is our field → their column; in JSON a column may be a path like `user.name`. What it leaves open is guessed
from the usual names.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from app.connectors.base import Refused
from app.core.i18n import _

GUESSES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "message",
        "body",
        "content",
        "fulltext",
        "posttext",
        "comment",
        "snippet",
        "description",
        "title",
    ),
    "id": ("id", "nativeid", "postid", "messageid", "uri", "guid", "tweetid", "idstr", "documentid"),
    "created_at": (
        "createdat",
        "created",
        "date",
        "datetime",
        "time",
        "timestamp",
        "published",
        "publishedat",
        "posted",
    ),
    "author": ("author", "handle", "username", "screenname", "user", "account", "authorhandle", "from", "sender"),
    "author_name": ("authorname", "displayname", "fullname", "name", "sendername"),
    "author_id": ("authorid", "userid", "accountid"),
    "followers": ("followers", "followerscount", "reach", "audience", "authorfollowers"),
    "url": ("url", "link", "permalink", "href", "posturl"),
    "network": ("network", "platform", "source", "channel", "site"),
    "language": ("language", "lang"),
    "region": ("region", "country", "countrycode"),
    "kind": ("kind", "posttype"),
    "thread": ("thread", "threadid", "conversationid", "root"),
    "parent": ("parent", "parentid", "inreplyto", "replyto", "inreplytostatusid"),
}
_PLAIN = re.compile(r"[^a-z0-9]+")


def given_mapping(text: str) -> dict[str, str]:
    """The mapping a person wrote.

    Raises:
        Refused: it is no JSON object of names, or names a field we do not have.
    """
    try:
        mapping = msgspec.json.decode(text, type=dict[str, str]) if text.strip() else {}
    except msgspec.DecodeError as error:
        raise Refused(
            _("The columns cannot be read: {cause}").format(cause=error),
            hint=_('Write them like {"text": "message", "author": "user"}.'),
        ) from error
    for field in mapping:
        if field not in GUESSES:
            raise Refused(
                _("There is no field “{field}”.").format(field=field),
                hint=_("Known are: {known}.").format(known=", ".join(GUESSES)),
            )
    return mapping


def full_mapping(given: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    """The given mapping, completed by guesses for the columns there are.

    Raises:
        Refused: a given column is not there, or none is the text.
    """
    there = list(columns)
    plain = {_PLAIN.sub("", column.lower()): column for column in reversed(there)}
    for field, column in given.items():
        if column not in there:
            raise Refused(
                _("There is no column “{column}” for {field}.").format(column=column, field=field),
                hint=_("The file has: {columns}.").format(columns=", ".join(there)),
            )
    taken = set(given.values())
    mapping = dict(given)
    for field, names in GUESSES.items():
        found = next((plain[name] for name in names if name in plain and plain[name] not in taken), None)
        if field not in mapping and found is not None:
            mapping[field] = found
            taken.add(found)
    if "text" not in mapping:
        raise Refused(
            _("None of the columns looks like the text of a post: {columns}.").format(columns=", ".join(there)),
            hint=_('Say which one it is, like {"text": "message"}.'),
        )
    return mapping


def paths_of(fields: Mapping[str, Any], *, above: str = "") -> Iterable[str]:
    """Every column of a JSON object, those in inner objects as paths."""
    for name, value in fields.items():
        path = f"{above}{name}"
        yield path
        if isinstance(value, dict):
            yield from paths_of(value, above=f"{path}.")


def value_at(fields: Mapping[str, Any], path: str) -> Any:
    """The value of a column or path; None when it is not there."""
    if path in fields:
        return fields[path]
    head, dot, rest = path.partition(".")
    inner = fields.get(head)
    return value_at(inner, rest) if dot and isinstance(inner, dict) else None
