"""Who acts, and what a role may do. Known by services, hub and wire; knows nothing.

Rights are checked in services and nowhere else; the roles' table below is the whole policy of a single site.
"""

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    SCREEN = "screen"
    TRAINEE = "trainee"
    AGENT = "agent"
    SENIOR = "senior"
    SUPERVISOR = "supervisor"
    CRISIS_LEAD = "crisis_lead"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a call needs."""

    WATCH = "watch"
    """Read moderated feeds and counts."""
    READ = "read"
    """Read conversations, posts and people."""
    WRITE = "write"
    """Drafts, notes, labels, corrections, own assignment."""
    REPLY = "reply"
    """Publish in a brand's name, undo and settle own sends."""
    ASSIGN = "assign"
    """Give work to others."""
    MODERATE = "moderate"
    """Release to or block from public walls."""
    DIRECT_WALL = "direct_wall"
    """Scenes, messages, takeover."""
    HOLD = "hold"
    """Stop and release all sending."""
    LEAD = "lead"
    """Declare a crisis and lead what is done about it."""
    ANALYSE = "analyse"
    """Topics, exports, judged alarms."""
    AUDIT = "audit"
    ADMINISTER = "administer"
    """Accounts, tokens, retention."""


_WATCH = frozenset({Right.WATCH})
_TRAINEE = _WATCH | {Right.READ, Right.WRITE}
_AGENT = _TRAINEE | {Right.REPLY}
_SENIOR = _AGENT | {Right.MODERATE, Right.ASSIGN}
_SUPERVISOR = _SENIOR | {Right.DIRECT_WALL, Right.HOLD, Right.LEAD, Right.ANALYSE, Right.AUDIT}

GRANTS: dict[Role, frozenset[Right]] = {
    Role.SCREEN: _WATCH,
    Role.TRAINEE: _TRAINEE,
    Role.AGENT: _AGENT,
    Role.SENIOR: _SENIOR,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.CRISIS_LEAD: _SUPERVISOR,
    Role.ANALYST: _WATCH | {Right.READ, Right.ANALYSE, Right.AUDIT},
    Role.ADMINISTRATOR: frozenset(Right),
}


class Principal(Struct, frozen=True, kw_only=True):
    """Who calls.

    Attributes:
        name: as colleagues read it, and as the audit keeps it.
        station: which desk or wall, for the audit and for "who did it".
    """

    name: str
    role: Role
    station: str = ""

    def may(self, right: Right) -> bool:
        return right in GRANTS[self.role]


HUB = Principal(name="hub", role=Role.ADMINISTRATOR, station="hub")
"""The hub itself, acting on a rule or a network's news."""
