"""What Nostr is to us, as the forms, help and composer show it. Known by the Nostr connector; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(
        name="secret_key",
        title=N_("Secret key"),
        help=N_("Begins with nsec1; your Nostr program shows it under its settings. Whoever has it is you."),
        secret=True,
    ),
    FormField(
        name="relays",
        title=N_("Relays"),
        help=N_("One address a line, like wss://relay.example.com. More than one is safer."),
        lines=True,
    ),
    FormField(
        name="tags",
        title=N_("Hashtags"),
        help=N_("One a line; notes with one of them are heard."),
        required=False,
        lines=True,
    ),
)

QUALITY = (
    QualityRule(rule="proven against", state="done", note="the relay of nostr-sdk, in process"),
    QualityRule(rule="sign-in", state="done", note="a key; every note's signature is checked, relays are not believed"),
    QualityRule(rule="resume", state="done", note="by each relay's own cursor, an hour of overlap"),
    QualityRule(rule="reconcile", state="done", note="a gap is read page by page"),
    QualityRule(
        rule="send once", state="done", note="a note's id is made from its content; the same again is the same"
    ),
    QualityRule(rule="partial failure", state="done", note="one relay's failure is told and stops no other"),
    QualityRule(rule="deletions", state="done", note="by the author only, of what was heard since the start"),
    QualityRule(rule="edits", state="exempt", note="a note cannot be changed"),
    QualityRule(rule="private messages", state="exempt", note="encrypted; not read"),
    QualityRule(rule="relays with sign-in", state="exempt", note="NIP-42 is not answered"),
    QualityRule(rule="pictures in replies", state="exempt", note="a relay keeps no files"),
)

INFO = NetworkInfo(
    name="nostr",
    title="Nostr",
    glyph="No",
    icon="nostr",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.SEARCH, Capability.REPLY, Capability.THREAD, Capability.DELETE}
    ),
    form=FORM,
    limits=Limits(length=20_000, parts=False),
    quality=QUALITY,
    help=N_("Notes that name a key of yours or a hashtag, on the relays you choose, and replies to them."),
)
