"""Search in posts, notes and people; moderation of posts. Known by the door; knows store, wire and domain."""

from collections.abc import Sequence

from app.core.errors import BadInput, Conflict
from app.core.i18n import _
from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.principal import Principal
from app.domain.stored import StoredPost
from app.domain.understanding import Sentiment
from app.services.door import handles
from app.services.house import House
from app.store import audit, people_found, posts, search
from app.store.transaction import Read, Write
from app.wire.answers import Done, FoundPerson, Hit, Hits, PeoplePage
from app.wire.calls import FindPeople, Moderate, Search

LARGEST_PAGE = 200


@handles(Search)
async def search_posts(house: House, principal: Principal, request: Search) -> Hits:
    limit = max(1, min(request.limit, LARGEST_PAGE))

    def work(tx: Read) -> Hits:
        if not request.text.strip():
            return _everything(tx, after=request.after, limit=limit)
        found = search.find_all(tx, request.text, after=request.after, limit=limit)
        hits = (_hit_of_note(one) if isinstance(one, search.StoredNote) else hit_of(one) for one in found.hits)
        return Hits(hits=tuple(hits), fresh_to=found.fresh_to, after=found.after)

    return await house.store.read(work)


def _everything(tx: Read, *, after: str, limit: int) -> Hits:
    """Every stored post, oldest first: what an export without a query writes."""
    if after and not after.isdecimal():
        raise BadInput(_("This is not a page of this search."))
    found = posts.recent(tx, since=0, limit=limit, after=int(after or 0))
    behind = str(found[-1].id) if len(found) == limit else ""
    return Hits(hits=tuple(hit_of(one) for one in found), fresh_to=tx.now, after=behind)


def hit_of(found: StoredPost) -> Hit:
    """A stored post as lists show it."""
    return Hit(
        post_id=found.id,
        conversation_id=found.conversation_id,
        network=found.post.network,
        name=found.post.author.name,
        handle=found.post.author.handle,
        text=found.post.text,
        at=found.post.created_at,
        sentiment=found.meaning.sentiment,
        url=found.post.url,
    )


def _hit_of_note(note: search.StoredNote) -> Hit:
    return Hit(
        post_id=note.id,
        conversation_id=note.conversation_id,
        network=note.network,
        name=note.by,
        handle="",
        text=note.text,
        at=note.at,
        sentiment=Sentiment.NEUTRAL,
        note=True,
    )


@handles(FindPeople)
async def find_people(house: House, principal: Principal, request: FindPeople) -> PeoplePage:
    limit = max(1, min(request.limit, LARGEST_PAGE))
    found, after = await house.store.read(
        lambda tx: people_found.find(tx, request.text, after=request.after, limit=limit)
    )
    people = tuple(
        FoundPerson(
            name=one.name, handle=one.handle, network=one.network, conversation_id=one.conversation_id, at=one.last_at
        )
        for one in found
    )
    return PeoplePage(people=people, after=after)


@handles(Moderate)
async def moderate(house: House, principal: Principal, request: Moderate) -> Done:
    if not request.post_ids:
        raise BadInput(_("No post was named."))
    public = Public.HELD if request.again else Public.RELEASED if request.release else Public.BLOCKED

    def work(tx: Write) -> None:
        found = posts.many(tx, request.post_ids)
        if public is not Public.BLOCKED:
            _check_releasable(found, request)
        posts.moderate(tx, request.post_ids, public=public, by=principal.name)
        before = {one.id: one.public for one in found}
        for number in request.post_ids:
            was = {"public": before[number]} if number in before else None
            audit.write(tx, principal, f"post.{public.value}", f"post:{number}", before=was)

    await house.store.write(work, initiator=principal.station)
    return Done()


def _check_releasable(found: Sequence[StoredPost], request: Moderate) -> None:
    """Only what anybody may read, and only with the text that was read."""
    if any(one.post.kind is PostKind.DIRECT for one in found):
        raise BadInput(_("A direct message is never shown on a wall."), hint=_("Nothing was released."))
    seen = dict(zip(request.post_ids, request.seen, strict=False))
    if request.release and any(one.post.text != seen.get(one.id, one.post.text) for one in found):
        raise Conflict(_("A post has been edited since you read it."), hint=_("Nothing was released. Read it again."))
