"""The only door for whoever acts: rights are checked here and nowhere else. Known by the hub; knows wire and
services."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from app.core.errors import NotAllowed
from app.core.i18n import _
from app.domain.principal import Principal
from app.services.house import House
from app.wire.calls import Request
from app.wire.feeds import Feed, SavedViewFeed

R = TypeVar("R", bound=Request)
Handler = Callable[[House, Principal, Any], Awaitable[Any]]

HANDLERS: dict[type[Request], Handler] = {}


def handles(
    request: type[R],
) -> Callable[[Callable[[House, Principal, R], Awaitable[Any]]], Callable[[House, Principal, R], Awaitable[Any]]]:
    """Register the one handler of a call."""

    def register(
        handler: Callable[[House, Principal, R], Awaitable[Any]],
    ) -> Callable[[House, Principal, R], Awaitable[Any]]:
        if request in HANDLERS:
            raise RuntimeError(f"{request.__name__} has a handler already")
        HANDLERS[request] = handler
        return handler

    return register


async def perform(house: House, principal: Principal, request: Request) -> Any:
    """Do what was asked, if this principal may.

    Raises:
        NotAllowed: the role lacks the right.
        FishbowlError: what the handler says.
    """
    if not principal.may(type(request).NEEDS):
        raise NotAllowed(
            _("The role “{role}” may not do this.").format(role=principal.role.value),
            hint=_("Ask a lead."),
        )
    return await HANDLERS[type(request)](house, principal, request)


def check_feed(principal: Principal, feed: Feed) -> None:
    """Raises NotAllowed when this principal may not subscribe to the feed."""
    if not principal.may(type(feed).NEEDS):
        raise NotAllowed(_("The role “{role}” may not read this.").format(role=principal.role.value))
    if isinstance(feed, SavedViewFeed) and feed.me != principal.name:
        raise NotAllowed(_("Views that nobody shared are read by whoever saved them."))
