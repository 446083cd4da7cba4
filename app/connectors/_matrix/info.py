"""What Matrix is to us, as the forms, help and composer show it. Known by the Matrix connector; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(name="handle", title=N_("Name"), help=N_("The account's whole name, like @brand:example.org.")),
    FormField(
        name="password",
        title=N_("Password"),
        help=N_("The account's password; leave it empty when you enter an access token."),
        secret=True,
        required=False,
    ),
    FormField(
        name="token",
        title=N_("Access token"),
        help=N_("Instead of the password; in Element under All settings → Help & About → Advanced."),
        secret=True,
        required=False,
    ),
    FormField(
        name="server",
        title=N_("Server"),
        help=N_("The address of the homeserver; empty to let the account's name tell."),
        required=False,
    ),
    FormField(
        name="invites",
        title=N_("Invitations"),
        help=N_("list to be told of them, join to enter every room at once."),
        required=False,
        default="list",
    ),
)

QUALITY = (
    QualityRule(rule="proven against", state="done", note="Synapse, a real server"),
    QualityRule(rule="sign-in", state="done", note="password or access token; a password renews an ended token"),
    QualityRule(rule="resume", state="done", note="sync behind its own token"),
    QualityRule(rule="reconcile", state="done", note="a gap in a room is read page by page"),
    QualityRule(rule="send once", state="done", note="transaction id, also kept in the message and looked up by it"),
    QualityRule(rule="deletions", state="done", note="redactions"),
    QualityRule(rule="edits", state="done", note="replacements by the author only"),
    QualityRule(rule="pictures in replies", state="done", note="each a message of its own, before the text"),
    QualityRule(
        rule="encrypted rooms", state="exempt", note="not readable; each says so once, and nothing is sent there"
    ),
)

INFO = NetworkInfo(
    name="matrix",
    title="Matrix",
    glyph="Mx",
    icon="matrix",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.REPLY, Capability.THREAD, Capability.DELETE, Capability.DIRECT}
    ),
    form=FORM,
    # An event may have 65,536 bytes with all its keys and signatures, and the text stands in it as JSON.
    limits=Limits(
        length=30_000,
        unit=LengthUnit.BYTES,
        images=8,
        image_bytes=10 * 1024 * 1024,
        image_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
        alt_text_length=1500,
    ),
    quality=QUALITY,
    help=N_("Rooms and private chats of a Matrix account, as far as they are not encrypted."),
)
