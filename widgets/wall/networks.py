"""How networks are called on a wall. Known by the panels with posts; knows nothing."""

TITLES = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "feed": "News",
    "file": "Import",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
    "replay": "Replay",
    "tiktok": "TikTok",
    "x": "X",
    "youtube": "YouTube",
}


def network_title(name: str) -> str:
    """The name people know; that of a stranger's connector as it calls itself."""
    return TITLES.get(name, name[:1].upper() + name[1:])
