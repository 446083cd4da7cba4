"""What e-mail is to us, as the forms, help and composer show it. Known by the e-mail connector; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(name="handle", title=N_("Address"), help=N_("The address people write to, like service@example.com.")),
    FormField(
        name="password",
        title=N_("Password"),
        help=N_("The mailbox's password; where the provider has two-step sign-in, an app password made there."),
        secret=True,
    ),
    FormField(
        name="imap",
        title=N_("Incoming server (IMAP)"),
        help=N_("Like imap.example.com; with a port of its own where it differs: imap.example.com:143."),
    ),
    FormField(
        name="smtp",
        title=N_("Outgoing server (SMTP)"),
        help=N_("Like smtp.example.com; with a port of its own where it differs: smtp.example.com:587."),
    ),
    FormField(
        name="user",
        title=N_("User name"),
        help=N_("Only where one signs in with something other than the address."),
        required=False,
    ),
    FormField(
        name="name",
        title=N_("Name of the sender"),
        help=N_("How replies are signed in the From line; empty to show the brand."),
        required=False,
    ),
    FormField(
        name="aliases",
        title=N_("Other addresses"),
        help=N_("One a line: further addresses of this mailbox. Who wrote to one of them is answered from it."),
        required=False,
        lines=True,
    ),
    FormField(
        name="folder",
        title=N_("Folder"),
        help=N_("Which folder is read."),
        required=False,
        default="INBOX",
    ),
    FormField(
        name="authority",
        title=N_("Own certificate authority"),
        help=N_("A PEM file on the hub that is trusted besides the well-known authorities."),
        required=False,
    ),
)

QUALITY = (
    QualityRule(rule="proven against", state="done", note="Dovecot and Postfix, real servers"),
    QualityRule(rule="sign-in", state="done", note="password over TLS only; an untrusted certificate is refused"),
    QualityRule(rule="browser sign-in", state="exempt", note="no XOAUTH2: providers that allow nothing else are out"),
    QualityRule(rule="resume", state="done", note="UIDVALIDITY and UID; a renumbered folder is read by date"),
    QualityRule(rule="live", state="done", note="IDLE, or a look every minute where the server has none"),
    QualityRule(rule="send once", state="done", note="our Message-ID; a copy to ourselves proves what went out"),
    QualityRule(
        rule="automatic mail", state="done", note="bounces and auto-replies are told in their thread, never answered"
    ),
    QualityRule(rule="threads", state="done", note="References; quotations and signatures are folded away"),
    QualityRule(rule="deletions", state="exempt", note="a mail cannot be taken back"),
    QualityRule(rule="edits", state="exempt", note="a mail cannot be changed"),
    QualityRule(rule="pictures in replies", state="done", note="their description goes along with them"),
)

INFO = NetworkInfo(
    name="email",
    title=N_("E-mail"),
    glyph="Em",
    icon="email",
    capabilities=frozenset({Capability.DIRECT, Capability.REPLY, Capability.THREAD}),
    form=FORM,
    limits=Limits(
        images=10,
        image_bytes=5 * 1024 * 1024,
        image_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
        alt_text_length=500,
    ),
    quality=QUALITY,
    help=N_("A mailbox: what people write to it, and replies from it."),
)
