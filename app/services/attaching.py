"""Takes pictures for replies, piece by piece. Known by the door and by sending; knows store, wire and pictures.

A picture belongs to the conversation it was begun in, whatever the desk shows when the last piece comes. What is half
here survives a kill of either side: the station goes on where the hub is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.core.errors import BadInput, Code, Conflict, FishbowlError
from app.core.i18n import _
from app.domain.network import NetworkInfo
from app.domain.picture import DraftPicture
from app.domain.principal import Principal
from app.services.conversations import no_such
from app.services.door import handles
from app.services.house import House
from app.services.pictures import Prepared, alike, prepared, smaller
from app.store import attachments, conversations
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.calls import DescribePicture, DropPicture, ListPictures, ShrinkPicture, UploadPicture
from app.wire.media_calls import CHUNK

LARGEST = 20_000_000
MOST_IN_A_DRAFT = 20
LONGEST_ALT = 10_000


@handles(UploadPicture)
async def upload_picture(house: House, principal: Principal, request: UploadPicture) -> DraftPicture:
    _check_piece(request)
    picture = await house.store.write(lambda tx: _take_piece(tx, request, principal), initiator=principal.station)
    if picture.ready or picture.received < picture.size:
        return picture
    try:
        ready = await _checked(house, picture)
    except FishbowlError:
        await house.store.write(lambda tx: attachments.drop(tx, request.token))
        raise
    return await house.store.write(
        lambda tx: attachments.finish(tx, request.token, **_facts(ready)), initiator=principal.station
    )


@handles(DescribePicture)
async def describe_picture(house: House, principal: Principal, request: DescribePicture) -> DraftPicture:
    if len(request.alt) > LONGEST_ALT:
        raise BadInput(_("The description is longer than {limit} characters.").format(limit=LONGEST_ALT))
    return await house.store.write(
        lambda tx: attachments.describe(tx, request.token, alt=request.alt, waived=request.waived),
        initiator=principal.station,
    )


@handles(DropPicture)
async def drop_picture(house: House, principal: Principal, request: DropPicture) -> Done:
    await house.store.write(lambda tx: attachments.drop(tx, request.token), initiator=principal.station)
    return Done()


@handles(ShrinkPicture)
async def shrink_picture(house: House, principal: Principal, request: ShrinkPicture) -> DraftPicture:
    data = await house.store.read(lambda tx: attachments.whole(tx, request.token))
    if not data:
        raise Conflict(_("The picture is not here yet."))
    ready = await _looked_at(house, lambda: smaller(data, request.most))
    return await house.store.write(
        lambda tx: attachments.finish(
            tx, request.token, size=len(ready.data), received=len(ready.data), **_facts(ready)
        ),
        initiator=principal.station,
    )


@handles(ListPictures)
async def list_pictures(house: House, principal: Principal, request: ListPictures) -> tuple[DraftPicture, ...]:
    return await house.store.read(lambda tx: attachments.of_draft(tx, request.conversation_id))


def check_pictures(tx: Read, info: NetworkInfo, conversation_id: int, tokens: Sequence[str]) -> None:
    """Raises in words when these pictures cannot go out with a reply on this network."""
    if not tokens:
        return
    title, limits = _(info.title), info.limits
    if len(tokens) > limits.images:
        none = _("No pictures can be sent to {network}.").format(network=title)
        many = _("{network} takes at most {most} pictures.").format(network=title, most=limits.images)
        raise BadInput(many if limits.images else none, hint=_("Take off the others; nothing was sent."))
    if len(set(tokens)) != len(tokens):
        raise BadInput(_("The same picture stands there twice."))
    for token in tokens:
        _check_picture(attachments.by_token(tx, token), info, conversation_id)


def _check_picture(picture: DraftPicture, info: NetworkInfo, conversation_id: int) -> None:
    title, limits, name = _(info.title), info.limits, picture.name
    if picture.conversation_id != conversation_id:
        raise Conflict(_("“{name}” belongs to another conversation. Nothing was sent.").format(name=name))
    if not picture.ready:
        raise Conflict(_("“{name}” is not here yet. Nothing was sent.").format(name=name))
    if picture.mime not in limits.image_types:
        raise BadInput(
            _("{network} does not take “{name}”: {kind}.").format(network=title, name=name, kind=picture.mime)
        )
    if limits.image_bytes and picture.size > limits.image_bytes:
        raise BadInput(_("“{name}” is too large for {network}.").format(name=name, network=title))
    if not picture.described:
        raise BadInput(
            _("Nobody has said what is on “{name}”.").format(name=name),
            hint=_("Describe it, or say that it goes without words. Nothing was sent."),
        )
    if limits.alt_text_length and len(picture.alt) > limits.alt_text_length:
        raise BadInput(_("The description of “{name}” is too long for {network}.").format(name=name, network=title))


def _check_piece(request: UploadPicture) -> None:
    if not request.token or not request.data or not request.size > 0:
        raise BadInput(_("The picture is empty."))
    if request.size > LARGEST:
        raise BadInput(
            _("The picture is larger than {most} MB.").format(most=LARGEST // 1_000_000),
            hint=_("Make it smaller and try again."),
        )
    if len(request.data) > CHUNK or not 0 <= request.start <= request.size - len(request.data):
        raise BadInput(_("A piece of the picture does not fit."))


def _take_piece(tx: Write, request: UploadPicture, principal: Principal) -> DraftPicture:
    if conversations.card(tx, request.conversation_id) is None:
        raise no_such("conversation", request.conversation_id)
    picture = attachments.find(tx, request.token) or _begin(tx, request, principal)
    if (picture.size, picture.conversation_id) != (request.size, request.conversation_id):
        raise Conflict(_("This is another picture than the one begun."))
    if picture.ready or request.start != picture.received:
        return picture  # the answer says where to go on
    attachments.add_piece(tx, picture, start=request.start, data=request.data)
    return attachments.by_token(tx, request.token)


def _begin(tx: Write, request: UploadPicture, principal: Principal) -> DraftPicture:
    if len(attachments.of_draft(tx, request.conversation_id)) >= MOST_IN_A_DRAFT:
        raise BadInput(_("There are too many pictures with this reply."), hint=_("Take off some first."))
    return attachments.begin(
        tx,
        token=request.token,
        conversation_id=request.conversation_id,
        name=request.name[:200],
        author=principal.name,
        size=request.size,
    )


def _facts(ready: Prepared) -> dict[str, Any]:
    """What is kept of a picture that may go out."""
    return {name: getattr(ready, name) for name in ("data", "thumb", "mime", "width", "height")}


async def _looked_at(house: House, work: Callable[[], Prepared]) -> Prepared:
    """Where pictures are looked at: on a thread of their own, in a hub that has one."""
    return await house.media.run(work) if house.media is not None else work()


async def _checked(house: House, picture: DraftPicture) -> Prepared:
    data, flagged = await house.store.read(lambda tx: (attachments.pieces(tx, picture.id), attachments.flagged(tx)))
    ready = await _looked_at(house, lambda: prepared(data))
    if any(alike(ready.fingerprint, one) for one in flagged):
        raise FishbowlError(
            _("“{name}” comes from a flagged post and is not sent on.").format(name=picture.name),
            hint=_("Choose another picture; your text is kept."),
            code=Code.REFUSED,
        )
    return ready
