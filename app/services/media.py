"""Shows the pictures of posts. Known by the door; knows store, wire and the house's media.

A station names a post and a place, never an address: nobody can send the hub anywhere.
"""

from app.core.errors import BadInput, NotFound, Unavailable
from app.core.i18n import _
from app.domain.picture import Picture, warnings_of
from app.domain.principal import Principal
from app.domain.stored import StoredPost
from app.services.door import handles
from app.services.house import House
from app.store import attachments, posts
from app.wire.calls import ShowPicture


@handles(ShowPicture)
async def show_picture(house: House, principal: Principal, request: ShowPicture) -> Picture:
    stored = await house.store.read(lambda tx: posts.get(tx, request.post_id))
    url = _address(stored, request.number)
    if house.media is None:
        raise Unavailable(_("This hub fetches no pictures."))
    headers = house.outside.media_headers(stored.post.account_id, url) if stored is not None else {}
    picture, fingerprint = await house.media.picture(url, headers=headers)
    if stored is not None and warnings_of(stored.meaning.reasons):
        await house.store.write(lambda tx: attachments.flag(tx, fingerprint, stored.id))
    return picture


def _address(stored: StoredPost | None, number: int) -> str:
    if stored is None:
        raise NotFound(_("This post does not exist any more."))
    if stored.gone:
        raise NotFound(_("The post was deleted by its author; its pictures are not shown any more."))
    if not 0 <= number < len(stored.post.media):
        raise NotFound(_("The post has no such picture any more."))
    media = stored.post.media[number]
    if media.kind != "image":
        raise BadInput(_("Only pictures are shown here."), hint=_("Look at it in the browser."))
    return media.url
