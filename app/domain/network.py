"""What a network is to us: its name, abilities, limits and how an account is set up. Known by everyone above; knows
nothing.

A connector declares one `NetworkInfo`; the add-account dialog, `doctor`, the help page and the composer are made from
it.
"""

from enum import StrEnum

from msgspec import Struct


class Capability(StrEnum):
    """What a connector can do."""

    MENTIONS = "mentions"
    SEARCH = "search"
    VOLUME = "volume"
    REPLY = "reply"
    THREAD = "thread"
    DELETE = "delete"
    DIRECT = "direct"


class LengthUnit(StrEnum):
    """How a network counts the length of a text."""

    GRAPHEMES = "graphemes"
    CHARACTERS = "characters"
    UTF16 = "utf16"
    BYTES = "bytes"
    WEIGHTED = "weighted characters"
    """X's rule: letters of Latin, Greek, Cyrillic and the like weigh one, all others and each emoji two."""


GLYPHS = {
    "bluesky": "Bs",
    "discord": "Dc",
    "email": "Em",
    "facebook": "Fb",
    "instagram": "Ig",
    "linkedin": "Li",
    "mastodon": "Ma",
    "matrix": "Mx",
    "news": "Nw",
    "reddit": "Rd",
    "threads": "Th",
    "tiktok": "Tt",
    "x": "X",
    "youtube": "Yt",
}
"""Two letters for networks whose posts may come through another connector: an import, a replay."""


FORUMS = frozenset({"discourse", "lemmy", "nodebb", "reddit", "stackexchange"})
"""Networks where strangers answer each other's questions: what answers a question of ours is shown beside it."""


class FormField(Struct, frozen=True, kw_only=True):
    """One question of the add-account form.

    Attributes:
        secret: kept in the system keyring, never in the database or a log.
        help: one sentence, where the answer is found.
        lines: the answer may have several lines, one thing each.
    """

    name: str
    title: str
    help: str = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    lines: bool = False


class Limits(Struct, frozen=True, kw_only=True):
    """What the composer must keep to; 0 means the network sets no limit.

    Attributes:
        link_length: what every link counts as, whatever its length; 0: as long as it is.
        images: pictures in one reply; 0 means none can be attached.
        image_bytes: the largest picture.
        image_types: MIME types it takes.
        parts: a longer text may go out as a thread of several posts, each answering the one before.
        reply_window_hours: how long after the other's last word one may still answer.
        direct_window_hours: the same for private messages alone, where public answers have no end.
    """

    length: int = 0
    unit: LengthUnit = LengthUnit.CHARACTERS
    link_length: int = 0
    images: int = 0
    image_bytes: int = 0
    image_types: tuple[str, ...] = ("image/jpeg", "image/png")
    alt_text_length: int = 0
    parts: bool = False
    reply_window_hours: int = 0
    direct_window_hours: int = 0
    editable: bool = False


class QualityRule(Struct, frozen=True, kw_only=True):
    """One line of a connector's quality list; state is done, todo or exempt, a note says why."""

    rule: str
    state: str
    note: str = ""


class NetworkInfo(Struct, frozen=True, kw_only=True):
    """A network as declared by its connector.

    Attributes:
        name: identity in the database and in queries (`network:bluesky`); lower case, never changed.
        glyph: two letters for walls; `icon` is the file stem in resources/icons.
        proven: False until somebody has run it against the network itself; shown wherever the network is named.
        source: the published pages the connector was written from, with their date; empty where it was run for real.
        hooked: the network calls us: the form's help names the address to give it.
        browser: one signs in with the browser; the class has `begin` and `finish` (see connectors.base.BrowserSignIn).
    """

    name: str
    title: str
    glyph: str
    icon: str
    capabilities: frozenset[Capability]
    form: tuple[FormField, ...] = ()
    limits: Limits = Limits()
    quality: tuple[QualityRule, ...] = ()
    proven: bool = True
    source: str = ""
    hooked: bool = False
    browser: bool = False
    help: str = ""
