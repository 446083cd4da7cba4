"""Every view of a desk, in rail order, and how many each holds. Known by the desk and the rail; knows models."""

from app.core.clock import Millis
from widgets.models.directory import Directory
from widgets.models.saved_views import SavedViews
from widgets.models.views import NamedView, account_view, standing_views, topic_view


def rail_views(directory: Directory, saved: SavedViews, *, now: Millis) -> list[NamedView]:
    """Standing views, then saved ones, then brands, then topics."""
    standing = list(standing_views(directory.me, now=now))
    brands = [account_view(account) for account in directory.accounts() if account.enabled]
    return [*standing, *saved.named(now=now), *brands, *(topic_view(topic) for topic in directory.topics())]


def count_words(name: str, directory: Directory, saved: SavedViews) -> str:
    """How many a view holds, as the rail says it; empty while not known."""
    return str(directory.count(name)) if directory.knows_count(name) else saved.count_words(name)
