"""Search and moderation of posts. Known by the door; knows store, wire and domain."""

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.heard import Public
from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.store import audit, posts, search
from app.store.engine import Read, Write
from app.wire.calls import Done, Hit, Hits, Moderate, Search

LARGEST_PAGE = 200


@handles(Search)
async def search_posts(house: House, principal: Principal, request: Search) -> Hits:
    limit = max(1, min(request.limit, LARGEST_PAGE))

    def work(tx: Read) -> Hits:
        found, fresh_to, after = search.find(tx, request.text, after=request.after, limit=limit)
        hits = tuple(
            Hit(
                post_id=post.id,
                conversation_id=post.conversation_id,
                network=post.network,
                name=post.name,
                handle=post.handle,
                text=post.text,
                at=post.created_at,
                sentiment=post.sentiment,
                url=post.url,
            )
            for post in found
        )
        return Hits(hits=hits, fresh_to=fresh_to, after=after)

    return await house.store.read(work)


@handles(Moderate)
async def moderate(house: House, principal: Principal, request: Moderate) -> Done:
    if not request.post_ids:
        raise BadInput(_("No post was named."))
    public = Public.RELEASED if request.release else Public.BLOCKED

    def work(tx: Write) -> None:
        posts.moderate(tx, request.post_ids, public, by=principal.name)
        for number in request.post_ids:
            audit.write(tx, principal, f"post.{public.value}", f"post:{number}")

    await house.store.write(work, initiator=principal.station)
    return Done()
