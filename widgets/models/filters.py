"""Which marks a queue leaves out, or shows alone, in any view: filters by name. Known by the desk, its commands and the
queue pane; knows domain."""

from dataclasses import dataclass

from app.core.i18n import _
from app.domain.mark import Mark
from app.domain.saved_view import Filter

ALL = ""
"""The name of no filter."""


@dataclass(frozen=True)
class QueueFilter:
    """A filter.

    Attributes:
        words: what choosing it does.
        said: what the queue says while it works; empty for the one that leaves nothing out.
        only, without: as in `View`.
    """

    name: str
    words: str
    said: str = ""
    only: Mark | None = None
    without: tuple[Mark, ...] = ()


def queue_filters() -> tuple[QueueFilter, ...]:
    """Every filter, in the order of the list."""
    off, spam = Mark.NOT_ABOUT_US, Mark.SPAM
    return (
        QueueFilter("hide_not_about_us", _("Hide what is not about us"), _("Hidden: not about us"), without=(off,)),
        QueueFilter("hide_spam", _("Hide spam"), _("Hidden: spam"), without=(spam,)),
        QueueFilter(
            "hide_both",
            _("Hide what is not about us, and spam"),
            _("Hidden: not about us, spam"),
            without=(off, spam),
        ),
        QueueFilter("only_not_about_us", _("Only what is not about us"), _("Only: not about us"), only=off),
        QueueFilter("only_spam", _("Only spam"), _("Only: spam"), only=spam),
        QueueFilter(
            "only_undelivered",
            _("Only replies that were not delivered"),
            _("Only: not delivered"),
            only=Mark.UNDELIVERED,
        ),
        QueueFilter(ALL, _("Show everything")),
    )


def filter_named(name: str) -> QueueFilter:
    """A filter by its name; the one that leaves nothing out where no filter has this name."""
    found = queue_filters()
    return next((one for one in found if one.name == name), found[-1])


def preset_of(by: Filter) -> QueueFilter:
    """The filter of this list that has the same marks."""
    found = queue_filters()
    return next((one for one in found if (one.only, one.without) == (by.only, by.without)), found[-1])
