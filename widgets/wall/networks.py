"""How networks are called on a wall. Known by the panels with posts; knows core.i18n."""

from app.core.i18n import N_, _

TITLES = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "feed": N_("News"),
    "file": N_("Import"),
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
    "replay": N_("Replay"),
    "tiktok": "TikTok",
    "x": "X",
    "youtube": "YouTube",
}


def network_title(name: str) -> str:
    """The name people know; that of a stranger's connector as it calls itself."""
    return _(TITLES.get(name, name[:1].upper() + name[1:]))
