"""A picture of the reply being written, as this desk knows it, and what a network would say to it. Known by uploads and
the composer; knows domain."""

from dataclasses import dataclass

from app.core.i18n import _, number
from app.domain.network import Limits
from app.domain.picture import DraftPicture


@dataclass(frozen=True)
class Attached:
    """One picture.

    Attributes:
        received: bytes the hub has, of `size`.
        ready: the hub has it and found it good.
        trouble: what went wrong, in words; empty while nothing did. again: trying once more may help.
        lost: half of it is at the hub and nobody here has the rest: it must be added again.
    """

    token: str
    conversation_id: int
    name: str
    size: int
    received: int = 0
    ready: bool = False
    mime: str = ""
    alt: str = ""
    waived: bool = False
    thumb: bytes = b""
    trouble: str = ""
    again: bool = False
    lost: bool = False

    @property
    def described(self) -> bool:
        """Somebody said what is on it, or that it goes without."""
        return self.waived or bool(self.alt.strip())

    def words(self) -> str:
        """How it stands, in one sentence."""
        if self.trouble:
            return self.trouble
        if self.lost:
            return _("Only half of it arrived. Take it off and add it again.")
        if not self.ready:
            return _("Uploading, {share} %").format(share=100 * self.received // max(1, self.size))
        if self.alt.strip():
            return self.alt
        return _("Goes without a description.") if self.waived else _("Not described yet.")


def size_words(size: int) -> str:
    """812 kB · 1.2 MB."""
    if size < 1_000_000:
        return _("{size} kB").format(size=number(max(1, round(size / 1_000))))
    return _("{size} MB").format(size=number(round(size / 1_000_000, 1)))


def attached_of(picture: DraftPicture) -> Attached:
    """What the hub says of a picture."""
    return Attached(
        token=picture.token,
        conversation_id=picture.conversation_id,
        name=picture.name,
        size=picture.size,
        received=picture.received,
        ready=picture.ready,
        mime=picture.mime,
        alt=picture.alt,
        waived=picture.waived,
        thumb=picture.thumb,
    )


def objection(pictures: tuple[Attached, ...], limits: Limits, network: str) -> str:
    """Why a reply with these pictures cannot be sent on a network now; empty when it can."""
    if not pictures:
        return ""
    if not limits.images:
        return _("No pictures can be sent to {network}. Take them off.").format(network=network)
    if len(pictures) > limits.images:
        return _("{network} takes at most {most} pictures.").format(network=network, most=limits.images)
    for one in pictures:
        why = _objection(one, limits, network)
        if why:
            return why
    return ""


def _objection(one: Attached, limits: Limits, network: str) -> str:
    if one.trouble and not one.again:
        return _("“{name}” cannot go along. Take it off.").format(name=one.name)
    if one.trouble or one.lost:
        return _("“{name}” did not arrive. Try again or take it off.").format(name=one.name)
    if not one.ready:
        return _("“{name}” is still being uploaded.").format(name=one.name)
    if one.mime not in limits.image_types:
        return _("{network} does not take pictures like “{name}”.").format(network=network, name=one.name)
    if limits.image_bytes and one.size > limits.image_bytes:
        return _("“{name}” is too large for {network}.").format(name=one.name, network=network)
    if not one.described:
        return _("Say first what is on “{name}”, or that it goes without.").format(name=one.name)
    if limits.alt_text_length and len(one.alt) > limits.alt_text_length:
        return _("The description of “{name}” is too long for {network}.").format(name=one.name, network=network)
    return ""
