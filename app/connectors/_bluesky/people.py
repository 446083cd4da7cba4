"""Authors with the number of people they reach, asked for once and remembered. Known by the Bluesky lanes; knows the
session and views."""

from collections import OrderedDict
from collections.abc import Iterable

from app.connectors._bluesky.session import Session
from app.connectors._bluesky.views import ProfileView, read_profiles
from app.connectors.base import ConnectorError, SignInFailed
from app.core.clock import HOUR, Clock, Millis

AT_ONCE = 25
"""What app.bsky.actor.getProfiles answers at most."""
KEEP: Millis = 6 * HOUR
MOST = 50_000


class People:
    """Profiles by their lasting id."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._known: OrderedDict[str, tuple[Millis, ProfileView]] = OrderedDict()

    async def complete(self, authors: Iterable[ProfileView], *, most_questions: int = 100) -> dict[str, ProfileView]:
        """Each author by id, with followers and labels where the network tells.

        A lookup that fails leaves the author as given: who wrote a post is worth more than how many read it.
        """
        wanted = {author.did: author for author in authors}
        missing = [did for did in wanted if not self._fresh(did)]
        for dids in list(_batched(missing, AT_ONCE))[:most_questions]:
            try:
                answer = await self._session.get("app.bsky.actor.getProfiles", {"actors": dids}, backfill=True)
            except SignInFailed:
                raise
            except ConnectorError:
                break
            self._keep(answer.get("profiles"))
        return {did: self._known[did][1] if did in self._known else author for did, author in wanted.items()}

    def forget(self, did: str) -> None:
        """They may go by another name now: ask again."""
        self._known.pop(did, None)

    def _fresh(self, did: str) -> bool:
        known = self._known.get(did)
        return known is not None and known[0] > self._clock.now()

    def _keep(self, profiles: object) -> None:
        for profile in read_profiles(profiles):
            self._known[profile.did] = (self._clock.now() + KEEP, profile)
            self._known.move_to_end(profile.did)
        while len(self._known) > MOST:
            self._known.popitem(last=False)


def _batched(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
