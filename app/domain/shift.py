"""Who takes work and how it is handed out. Known by services, hub, wire and widgets; knows core only."""

from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """Whether somebody takes new work; said by whoever sits there."""

    HERE = "here"
    BUSY = "busy"
    """Finishes what he has."""
    AWAY = "away"


class Mode(StrEnum):
    """How unassigned conversations find somebody."""

    HAND = "hand"
    """Nobody is given anything: people take, or leads give."""
    ROUND_ROBIN = "round_robin"
    LOAD = "load"
    """Whoever has the smallest part of his capacity filled."""


class Routing(Struct, frozen=True, kw_only=True):
    """How this house hands out work.

    Attributes:
        capacity: how many open conversations somebody may be given; `capacities` by name where it differs.
        unassign_on_leave: open conversations of whoever left or is away go back to the queue.
    """

    mode: Mode = Mode.HAND
    capacity: int = 20
    capacities: dict[str, int] = {}
    unassign_on_leave: bool = False

    def capacity_of(self, name: str) -> int:
        return self.capacities.get(name, self.capacity)


class Worker(Struct, frozen=True, kw_only=True):
    """Somebody who could be given work: how many open conversations he has, and what he may have."""

    name: str
    open: int
    capacity: int


def choose(mode: Mode, workers: list[Worker], *, last: str) -> Worker | None:
    """Who is given the next conversation, None when everybody is full. `last` was given the one before.

    Round robin goes by name and passes over the full; by load the smallest filled part wins, and of equals whoever
    comes after `last`.
    """
    free = sorted((one for one in workers if one.open < one.capacity), key=lambda one: (one.name <= last, one.name))
    if not free or mode is Mode.HAND:
        return None
    return free[0] if mode is Mode.ROUND_ROBIN else min(free, key=lambda one: one.open / one.capacity)
