"""Calls about a declared crisis. Known by calls, which gives them to everybody; knows domain and request."""

from typing import Any, ClassVar

from app.domain.crisis import Crisis, Playbook
from app.domain.principal import Right
from app.wire.request import Request


class ListPlaybooks(Request, frozen=True, kw_only=True, tag="crisis.playbooks"):
    """The checklists there are, by title; one that cannot be read fails with `bad_input` and its line."""

    ANSWER: ClassVar[Any] = tuple[Playbook, ...]
    NEEDS: ClassVar[Right] = Right.READ


class DeclareCrisis(Request, frozen=True, kw_only=True, tag="crisis.declare"):
    """Declare an open alarm a crisis, with the checklist of a playbook (empty for none); whoever declares it owns it.

    Walls turn to it at once. One that stands already is answered as it is.
    """

    ANSWER: ClassVar[Any] = Crisis
    NEEDS: ClassVar[Right] = Right.LEAD
    alarm: int
    playbook: str = ""


class SaveCrisis(Request, frozen=True, kw_only=True, tag="crisis.save"):
    """Change what people say of a crisis: owner, matter, repair, steps.

    `crisis.revision` is the one that was read; when somebody has saved another meanwhile the call fails with
    `conflict` and changes nothing. Who ticked a step, and when, is written down by the hub.
    """

    ANSWER: ClassVar[Any] = Crisis
    NEEDS: ClassVar[Right] = Right.LEAD
    crisis: Crisis


class EndCrisis(Request, frozen=True, kw_only=True, tag="crisis.end"):
    """Declare a crisis over: walls go back to what they showed; `revision` as for `crisis.save`."""

    ANSWER: ClassVar[Any] = Crisis
    NEEDS: ClassVar[Right] = Right.LEAD
    alarm: int
    revision: int


CrisisCall = ListPlaybooks | DeclareCrisis | SaveCrisis | EndCrisis
