"""A file's record as a post. Known by the file import; knows mapping and the field's words."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from app.connectors._file.mapping import value_at
from app.core.clock import MINUTE, SECOND, Millis
from app.core.i18n import _
from app.domain.post import Author, Post, PostKind

_NETWORK = re.compile(r"[^a-z0-9_-]+")
_EPOCH_MILLIS = 100_000_000_000
_TWITTER_TIME = "%a %b %d %H:%M:%S %z %Y"
_KINDS = frozenset(PostKind)


class BadRecord(ValueError):
    """A record that cannot become a post; the message says why, for people."""


@dataclass(frozen=True)
class PostMaker:
    """Turns records into posts.

    Attributes:
        mapping: our field → their column.
        network: of posts whose record does not say.
        undated: the moment of posts of a file without dates.
        date_format: as `datetime.strptime` has it; empty for the usual ones.
    """

    mapping: Mapping[str, str]
    network: str
    account_id: int
    undated: Millis
    now: Millis
    date_format: str = ""

    def post(self, fields: Mapping[str, Any]) -> Post:
        """One record as post.

        Raises:
            BadRecord: the text is missing, or its date cannot be read.
        """
        said = {field: _text(value_at(fields, column)) for field, column in self.mapping.items()}
        text = said.get("text", "")
        if not text:
            raise BadRecord(_("The text is missing."))
        handle = said.get("author", "").lstrip("@")
        author_id = said.get("author_id", "") or handle
        created = self._created(said)
        kind = said.get("kind", "").lower()
        followers = _number(said.get("followers", ""))
        return Post(
            network=_NETWORK.sub("-", said.get("network", "").lower()).strip("-") or self.network,
            native_id=said.get("id", "") or _fingerprint(author_id, str(created), text),
            kind=PostKind(kind) if kind in _KINDS else PostKind.HEARD,
            text=text,
            created_at=created,
            author=Author(
                native_id=author_id or "unknown",
                handle=handle or author_id or "unknown",
                name=said.get("author_name", ""),
                followers=followers,
            ),
            account_id=self.account_id,
            url=_web(said.get("url", "")),
            thread=said.get("thread", ""),
            parent=said.get("parent", ""),
            language=said.get("language", ""),
            region=said.get("region", ""),
            reach=followers,
        )

    def _created(self, said: Mapping[str, str]) -> Millis:
        if "created_at" not in said:
            return min(self.undated, self.now)
        written = said["created_at"]
        created = _formatted(written, self.date_format) if self.date_format else _usual(written)
        if created is None:
            raise BadRecord(_("The date “{date}” cannot be read.").format(date=written))
        return min(created, self.now + 5 * MINUTE)


def _usual(written: str) -> Millis | None:
    """Epoch seconds or milliseconds, ISO 8601, e-mail's form, Twitter's form."""
    if re.fullmatch(r"\d{9,16}(\.\d+)?", written):
        number = float(written)
        return round(number if number >= _EPOCH_MILLIS else number * SECOND)
    for read in (datetime.fromisoformat, lambda text: datetime.strptime(text, _TWITTER_TIME), parsedate_to_datetime):
        try:
            return _millis(read(written))
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _formatted(written: str, form: str) -> Millis | None:
    try:
        return _millis(datetime.strptime(written, form))
    except (ValueError, OverflowError):
        return None


def _millis(moment: datetime) -> Millis:
    """A time without zone is taken for UTC."""
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * SECOND)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()


def _number(text: str) -> int:
    digits = re.sub(r"[\s,.'’_]", "", text)
    return int(digits) if digits.isdecimal() and len(digits) < 16 else 0


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
