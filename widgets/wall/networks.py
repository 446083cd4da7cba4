"""How networks are called on a wall. Known by the panels with posts; knows core.i18n."""

from app.core.i18n import N_, _

TITLES = {
    "appstore": "App Store",
    "bluesky": "Bluesky",
    "discord": "Discord",
    "discourse": "Discourse",
    "email": N_("E-mail"),
    "facebook": "Facebook",
    "feed": N_("News"),
    "file": N_("Import"),
    "googleplay": "Google Play",
    "instagram": "Instagram",
    "lemmy": "Lemmy",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "matrix": "Matrix",
    "nodebb": "NodeBB",
    "nostr": "Nostr",
    "reddit": "Reddit",
    "replay": N_("Replay"),
    "stackexchange": "Stack Exchange",
    "telegram": "Telegram",
    "threads": "Threads",
    "tiktok": "TikTok",
    "webhook": "Webhook",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}


def network_title(name: str) -> str:
    """The name people know; that of a stranger's connector as it calls itself."""
    return _(TITLES.get(name, name[:1].upper() + name[1:]))
