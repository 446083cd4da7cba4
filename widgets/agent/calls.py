"""Makes the desk's calls: one task each, answers and errors handed to callbacks on the GUI's thread. Known by the desk;
knows link and core.tasks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from app.core.errors import Code, FishbowlError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.link.base import Link
from app.wire.calls import Request

log = structlog.get_logger(__name__)


class Caller:
    """Calls of one desk, owned by its scope.

    Attributes:
        under_way: how many calls have no answer yet.
    """

    def __init__(self, link: Link, scope: TaskScope, failed: Callable[[FishbowlError], None]) -> None:
        self._link, self._scope, self._failed = link, scope, failed
        self._closed = False
        self.under_way = 0

    def ask(
        self,
        name: str,
        request: Request,
        answered: Callable[[Any], None] | None = None,
        failed: Callable[[FishbowlError], None] | None = None,
    ) -> None:
        """Call the hub; without `failed` an error is shown as the desk's problem."""
        if not self._closed:
            self.under_way += 1
            self._scope.spawn(name, self._carry(lambda: self._link.call(request), answered, failed or self._failed))

    def carry(
        self,
        name: str,
        work: Callable[[], Awaitable[Any]],
        answered: Callable[[Any], None],
        failed: Callable[[FishbowlError], None],
    ) -> "asyncio.Task[None] | None":
        """Do what takes more than one call; cancelling the task ends it without a word."""
        if self._closed:
            return None
        self.under_way += 1
        return self._scope.spawn(name, self._carry(work, answered, failed))

    def close(self) -> None:
        """Make no more calls and hand over no more answers."""
        self._closed = True

    async def _carry(
        self,
        work: Callable[[], Awaitable[Any]],
        answered: Callable[[Any], None] | None,
        failed: Callable[[FishbowlError], None],
    ) -> None:
        try:
            answer = await work()
        except FishbowlError as error:
            self._hand_over(failed, error)
        except Exception:
            log.exception("a call broke")
            words = _("Something went wrong inside the desk; it was written to the log.")
            self._hand_over(failed, FishbowlError(words, code=Code.INTERNAL))
        else:
            self._hand_over(answered, answer)
        finally:
            self.under_way -= 1

    def _hand_over(self, callback: Callable[[Any], None] | None, value: Any) -> None:
        if callback is not None and not self._closed:
            callback(value)
