"""Calls of whoever sets the house up: topics, tokens, audit, imports, facts. Known by services and
commands; knows domain.
"""

from typing import Any, ClassVar

from app.core.clock import Millis
from app.domain.account import Account
from app.domain.audit import AuditRow
from app.domain.principal import Right
from app.domain.topic import Topic
from app.wire.answers import Done, HubFacts
from app.wire.request import Request


class ListTopics(Request, frozen=True, kw_only=True, tag="topic.list"):
    ANSWER: ClassVar[Any] = tuple[Topic, ...]
    NEEDS: ClassVar[Right] = Right.WATCH


class SaveTopic(Request, frozen=True, kw_only=True, tag="topic.save"):
    """Add (id 0) or change a topic; a query that cannot be read fails with `bad_input` and says where.

    With `again` one that was removed comes back under its id, and so with its posts and counts.
    """

    ANSWER: ClassVar[Any] = Topic
    NEEDS: ClassVar[Right] = Right.ANALYSE
    topic: Topic
    again: bool = False


class RemoveTopic(Request, frozen=True, kw_only=True, tag="topic.remove"):
    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.ANALYSE
    id: int


class MintToken(Request, frozen=True, kw_only=True, tag="token.mint"):
    """A token for a station or person; answered once, kept only as a hash."""

    ANSWER: ClassVar[Any] = str
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    name: str
    role: str


class RevokeToken(Request, frozen=True, kw_only=True, tag="token.revoke"):
    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    name: str


class ListAudit(Request, frozen=True, kw_only=True, tag="audit.list"):
    """Newest acts first, behind `before` (an audit id; 0 for the newest).

    `who` is a part of a name; `what` are nouns (`topic`) or whole verbs (`topic.saved`); `since` and `until` moments,
    of which the second is not meant any more. Empty or 0 for all.
    """

    ANSWER: ClassVar[Any] = tuple[AuditRow, ...]
    NEEDS: ClassVar[Right] = Right.AUDIT
    before: int = 0
    limit: int = 200
    who: str = ""
    what: tuple[str, ...] = ()
    since: Millis = 0
    until: Millis = 0


class ImportFile(Request, frozen=True, kw_only=True, tag="file.import"):
    """Read a JSONL or CSV file that lies on the hub's machine; runs in the background, progress is in the health
    feed."""

    ANSWER: ClassVar[Any] = Account
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    path: str
    mapping: dict[str, str] = {}


class GetHubFacts(Request, frozen=True, kw_only=True, tag="hub.facts"):
    ANSWER: ClassVar[Any] = HubFacts
    NEEDS: ClassVar[Right] = Right.READ
