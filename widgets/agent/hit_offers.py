"""What a search found, as a list to choose from. Known by search hands; knows wire and the palette."""

from app.core.clock import Millis
from app.core.i18n import _
from app.wire.answers import FoundPerson, Hit, Hits, PeoplePage
from widgets.dialogs.palette import Offer
from widgets.models.words import at_handle, clock_time, day_words, isolate
from widgets.theme.icons import network_icon

OLDER, PEOPLE = "older:", "people:"
HIT_WORDS = 60


def hit_offers(hits: Hits, people: PeoplePage, *, now: Millis, page: int = 1) -> list[Offer]:
    """People, then posts and notes, newest first, then where it goes on; the head says up to when all is searched.

    A way on never stands before what was found: Enter takes the first row.
    """
    group = _("Found up to {time}").format(time=clock_time(hits.fresh_to)) if hits.fresh_to else _("Found")
    if page > 1:
        group = _("Found, page {page}").format(page=page)
    offers = [_person(one, now=now) for one in people.people]
    further = (
        [Offer(PEOPLE, _("Look through people known for longer"), _("People"), icon="more")] if people.after else []
    )
    offers += further if people.people else []
    offers += [_hit(one, group, now=now) for one in hits.hits]
    if hits.after:
        offers.append(Offer(OLDER, _("Older posts and notes"), group, icon="more"))
    offers += [] if people.people else further
    nothing = Offer("none:", _("Nothing found"), group, why_not=_("No post, note or person has these words."))
    return offers or [nothing]


def _person(one: FoundPerson, *, now: Millis) -> Offer:
    end = f"{at_handle(one.handle)} · {day_words(one.at, now=now)}"
    return Offer(f"open:{one.conversation_id}", one.name, _("People"), icon=network_icon(one.network), end=end)


def _hit(hit: Hit, group: str, *, now: Millis) -> Offer:
    said = " ".join(hit.text.split())[:HIT_WORDS]
    words = _("Note by {name}: {words}") if hit.note else "{name}: {words}"
    return Offer(
        f"open:{hit.conversation_id}" if hit.conversation_id else f"page:{hit.url}",
        words.format(name=isolate(hit.name), words=said),
        group,
        icon="note" if hit.note else network_icon(hit.network),
        end=day_words(hit.at, now=now),
    )
