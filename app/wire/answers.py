"""What calls answer with, where it is more than a word of the field. Known by services and widgets; knows domain."""

from msgspec import Struct

from app.core.clock import Millis
from app.domain.account import Account
from app.domain.conversation import Card, Entry, Person
from app.domain.reply import Draft
from app.domain.shift import State
from app.domain.understanding import Sentiment


class Done(Struct, frozen=True):
    """It is done; nothing to tell."""


class Page(Struct, frozen=True, kw_only=True):
    """Rows behind a keyset cursor; `after` is empty at the end."""

    cards: tuple[Card, ...]
    after: str = ""


class Hit(Struct, frozen=True, kw_only=True):
    """A found post, or a note; conversation_id is 0 where it belongs to none.

    Attributes:
        note: it is a private note, by `name`; `post_id` is then its id.
    """

    post_id: int
    conversation_id: int
    network: str
    name: str
    handle: str
    text: str
    at: Millis
    sentiment: Sentiment
    url: str = ""
    note: bool = False


class FoundPerson(Struct, frozen=True, kw_only=True):
    """Somebody we have talked with, and the newest conversation."""

    name: str
    handle: str
    network: str
    conversation_id: int
    at: Millis


class PeoplePage(Struct, frozen=True, kw_only=True):
    """Found people; with `after` not all were looked through."""

    people: tuple[FoundPerson, ...]
    after: str = ""


class Hits(Struct, frozen=True, kw_only=True):
    """Newest hits first; `fresh_to` is the moment up to which the search index is complete."""

    hits: tuple[Hit, ...]
    fresh_to: Millis
    after: str = ""


class ConversationDetail(Struct, frozen=True, kw_only=True):
    """What is needed to paint a conversation at once."""

    card: Card
    entries: tuple[Entry, ...]
    person: Person
    account: Account
    drafts: tuple[Draft, ...] = ()
    older: str = ""


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody who can be given work: whether he sits at a desk now and takes any, how many open conversations he has,
    and how many he may be given (0 where nobody is given any by itself)."""

    name: str
    here: bool = False
    open: int = 0
    state: State = State.HERE
    capacity: int = 0


class LabelCount(Struct, frozen=True, kw_only=True):
    """A label and how many conversations of any status bear it."""

    name: str
    count: int


class Regrouped(Struct, frozen=True, kw_only=True):
    """Conversations after a merge or split, the one to go on with first, and the ids that take it back."""

    cards: tuple[Card, ...]
    undo: tuple[int, ...]


class SignedInAs(Struct, frozen=True, kw_only=True):
    """Who a sign-in is; `expires_at` is when it ends, 0 when never or renewed by itself."""

    native_id: str
    handle: str
    title: str = ""
    expires_at: Millis = 0


class SignInTurn(Struct, frozen=True, kw_only=True):
    """A sign-in under way, and where the browser goes for it."""

    id: str
    url: str


class HubFacts(Struct, frozen=True, kw_only=True):
    """What `doctor` asks a running hub; `public_url` is empty where no network can call it."""

    program: str
    database: str
    posts: int
    search_fresh_to: Millis
    data_bytes: int
    free_bytes: int
    started_at: Millis
    keyring: str
    public_url: str = ""


class AlarmWindow(Struct, frozen=True, array_like=True):
    """One window of a replayed series: it strikes where `excess` reaches `bar`, once it is `ready`."""

    minutes: int
    seen: float
    usual: float
    excess: float
    bar: float
    ready: bool


class AlarmHole(Struct, frozen=True, array_like=True):
    """A stretch in which a network was not listened to; an empty network means none was."""

    network: str
    began: Millis
    ended: Millis


class WhyAlarm(Struct, frozen=True, kw_only=True):
    """Why there was an alarm at a moment, or none: `seen` and `expected` are posts of the newest five minutes.

    Attributes:
        score: 0…1; ½ is the threshold.
        history_minutes: how long the series had been heard.
        heard: False where the moment itself was not listened to; `seen` is 0 then and says nothing.
        holes: what of the day before was not listened to and is left out of every window, oldest first.
    """

    alarm: bool
    score: float
    seen: float
    expected: float
    history_minutes: float
    windows: tuple[AlarmWindow, ...]
    heard: bool = True
    holes: tuple[AlarmHole, ...] = ()


class AlarmTrace(Struct, frozen=True, kw_only=True):
    """A series in steps of equal length, as the alarms saw it.

    Attributes:
        first, step: moment of the first step, and how long each lasts.
        seen: posts in each step.
        usual: posts that were to be expected, by the rhythm learned until then.
        score: 0…1; an alarm was raised where it reaches ½.
    """

    first: Millis
    step: Millis
    seen: tuple[float, ...]
    usual: tuple[float, ...]
    score: tuple[float, ...]


class ModelAccuracy(Struct, frozen=True, kw_only=True):
    """Posts that people judged and this version of the model had right, in percent, with its 95 % interval.

    Attributes:
        of: what was judged: `sentiment`, `topic` (whether a post is about it) or `spam`.
        topic: which one.
        speaks: False for what has learned, but does not find enough to be heard.
        found, wronged: of the posts that people objected to, and of those that they did not, the share that would be
            labelled, in percent.
    """

    model: str
    sample: int
    value: float
    low: float
    high: float
    of: str = "sentiment"
    topic: int = 0
    speaks: bool = True
    found: float = 0.0
    wronged: float = 0.0


class DayMatches(Struct, frozen=True, array_like=True):
    """About how many posts a query matched in the day that begins then."""

    begins: Millis
    posts: float


class TriedQuery(Struct, frozen=True, kw_only=True):
    """What a query would have matched in the last seven days.

    Attributes:
        tried, matched: posts of the sample; `days` are estimates for everything that was heard.
        warnings: sentences for people.
    """

    tried: int
    matched: int
    days: tuple[DayMatches, ...]
    examples: tuple[Hit, ...]
    warnings: tuple[str, ...]
