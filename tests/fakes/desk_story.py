"""An invented morning at an invented desk: three brands, nine people, one open question. Known by tests and pictures of
the desk.

All people, brands and posts are invented.
"""

from msgspec.structs import replace

from app.core.clock import DAY, HOUR, MINUTE, SECOND, Millis
from app.domain.account import Account
from app.domain.conversation import Card, Entry, EntryKind, Influence, Person, Status
from app.domain.network import Capability, LengthUnit, Limits, NetworkInfo
from app.domain.post import Media
from app.domain.reply import OutboxItem, OutboxState
from app.domain.snippet import Snippet
from app.domain.topic import Topic
from app.domain.understanding import Sentiment
from app.wire.answers import Colleague, ConversationDetail, LabelCount
from app.wire.feeds import CountRow, HouseRow

NOW: Millis = 1_795_082_868_000
"""Thursday 19 November 2026, 10:07:48 UTC."""

ME = "Mele Eru"
SNIPPETS = (
    Snippet(name="Sorry", text="Hello {name}, we are sorry. {agent}"),
    Snippet(name="Which coach", text="Which coach was it, {handle}?"),
)
COLLEAGUES = (
    Colleague(name="Ana Ruiz", here=True, open=9),
    Colleague(name="Dev Kaur", here=True, open=4),
    Colleague(name="Mele Eru", here=True, open=7),
    Colleague(name="Rosa Lind", open=0),
)
LABELS = (
    LabelCount(name="Delivery", count=214),
    LabelCount(name="Lost item", count=61),
    LabelCount(name="Door fault", count=12),
    LabelCount(name="Late train", count=9),
    LabelCount(name="Press", count=4),
    LabelCount(name="Step-free", count=3),
    LabelCount(name="Refund", count=1),
)
MIRA, SAM = 7_300_000_000_000_000_002, 3
"""Mira's conversation has an id as long as the hub makes them: Qt's own int is too short for it."""

_CAN = frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD})


def _network(name: str, title: str, length: int, unit: LengthUnit) -> NetworkInfo:
    return NetworkInfo(
        name=name,
        title=title,
        glyph=title[:2].upper(),
        icon=name,
        capabilities=_CAN,
        limits=Limits(
            length=length,
            unit=unit,
            images=4,
            image_bytes=2_000_000,
            alt_text_length=2_000,
            parts=name in ("bluesky", "mastodon", "x"),
        ),
    )


NETWORKS = (
    _network("bluesky", "Bluesky", 300, LengthUnit.GRAPHEMES),
    _network("mastodon", "Mastodon", 500, LengthUnit.CHARACTERS),
    _network("instagram", "Instagram", 2200, LengthUnit.UTF16),
    _network("youtube", "YouTube", 0, LengthUnit.CHARACTERS),
    _network("linkedin", "LinkedIn", 1250, LengthUnit.CHARACTERS),
    _network("reddit", "Reddit", 10_000, LengthUnit.CHARACTERS),
    _network("x", "X", 280, LengthUnit.CHARACTERS),
    _network("facebook", "Facebook", 8000, LengthUnit.CHARACTERS),
)

ACCOUNTS = {
    1: Account(id=1, network="bluesky", handle="harbourrail", brand="Harbour Rail", monogram="HR", hue=0),
    2: Account(id=2, network="mastodon", handle="fernhillbank", brand="Fernhill Bank", monogram="FB", hue=1),
    3: Account(id=3, network="instagram", handle="oatandember", brand="Oat & Ember", monogram="OE", hue=2),
}

TOPIC_NAMES = (
    ("Door fault", 12), ("Card blocked", 6), ("Double charge", 5), ("Press", 2), ("Opening hours", 2),
    ("Product fault", 2), ("Thanks", 1), ("Shipping", 1), ("Timetable", 1), ("Refund", 1),
)  # fmt: skip
TOPICS = {
    number: Topic(id=number, name=name, query=name.lower())
    for number, (name, _count) in enumerate(TOPIC_NAMES, start=1)
}

COUNTS = {
    "open": 36, "mine": 4, "unassigned": 23, "breaching": 4, "waiting": 5, "snoozed": 2, "resolved_today": 31,
    "account:1": 18, "account:2": 11, "account:3": 7,
    **{f"topic:{number}": count for number, (_name, count) in enumerate(TOPIC_NAMES, start=1)},
}  # fmt: skip


def _card(number: int, name: str, handle: str, network: str, account: int, text: str, **more: object) -> Card:
    values: dict[str, object] = {
        "person_id": number,
        "reach": 0,
        "language": "en",
        "sentiment": Sentiment.NEUTRAL,
        "score": 0.0,
        "status": Status.OPEN,
        "opened_at": NOW - HOUR,
        "last_at": NOW - 50 * MINUTE,
        "revision": 1,
    }
    values.update(more)
    return Card(id=number, name=name, handle=handle, network=network, account_id=account, text=text, **values)  # type: ignore[arg-type]  # built from a table


def _due(minutes: int, seconds: int = 0) -> Millis:
    return NOW + minutes * MINUTE + seconds * SECOND


CARDS: tuple[Card, ...] = (
    _card(
        1, "Jonas Weber", "jonasw", "mastodon", 2,
        "Seit zwei Tagen keine Karte, und die Hotline legt nach 20 Minuten auf. Liest hier überhaupt jemand mit?",
        reach=3_100, language="de", score=-0.8, due_at=_due(-3, -20), priority=91, topics=(2,),
        reasons=(("overdue", 40), ("3rd contact", 31), ("reach", 20)),
    ),
    _card(
        MIRA, "Mira Lindqvist", "mira.example", "bluesky", 1,
        "Same door, same coach, this morning. It opened on the track side again. Has anyone looked at it since I wrote "
        "yesterday?",
        reach=12_400, score=-0.8, due_at=_due(4, 12), priority=88, topics=(1,), assignee=ME, unread=False,
        reasons=(("safety", 40), ("wide reach", 28), ("complaint", 12), ("sentiment", 8)), last_at=NOW - 55 * MINUTE,
    ),
    _card(
        SAM, "Sam Cooks", "samcooks", "youtube", 3,
        "The lid on the new kettle leaks when you pour. Is there a replacement, or do I send the whole thing back?",
        reach=640, score=-0.4, due_at=_due(9, 48), priority=74, topics=(6,), reasons=(("waited 50 min", 50),),
    ),
    _card(
        4, "quiet_lantern", "quiet_lantern", "reddit", 2,
        "Anyone else charged twice for the November pass? Third time this year and the app just says pending.",
        reach=215, score=-0.4, due_at=_due(13, 5), priority=71, topics=(3,), unread=False, assignee="Dev Kaur",
        reasons=(("12 people agree", 40),),
    ),
    _card(
        5, "ليلى حداد", "layla.h", "instagram", 3,
        "متى يفتح الفرع الجديد عند الميناء؟ جربت القهوة أمس وكانت رائعة.",
        reach=1_900, language="ar", score=0.8, due_at=_due(38, 20), priority=46, topics=(5,),
        reasons=(("question", 40),),
    ),
    _card(
        6, "Priya Nair", "priya-nair", "linkedin", 1,
        "I am writing about step-free access on the coast line. Who can give me a statement before Thursday noon?",
        reach=48_000, score=0.0, due_at=_due(52, 40), priority=64, topics=(4,), unread=False, assignee="Ana Novak",
        reasons=(("press", 30), ("wide reach", 28)),
    ),
    _card(
        7, "山本 彩", "aya_y", "x", 1,
        "今朝の7時50分の便、時間どおりで助かりました。いつもありがとうございます。",
        reach=880, language="ja", score=0.8, due_at=_due(70, 30), priority=22, topics=(7,), unread=False,
        reasons=(("no question", 10),),
    ),
    _card(
        8, "Hanne Dahl", "hannedahl", "mastodon", 3,
        "Do you ship the decaf beans to Norway now? Last year the shop said no.",
        reach=310, score=0.0, due_at=_due(85, 20), priority=31, topics=(8,), unread=False, assignee="Tom Keller",
        reasons=(("question", 8),),
    ),
    _card(
        9, "Lucía Prieto", "lucia.prieto", "facebook", 2,
        "Perfecto, os mando el número de referencia cuando llegue a casa.",
        reach=120, language="es", score=0.1, priority=18, status=Status.OPEN, unread=False, topics=(2,),
    ),
)  # fmt: skip


def _post(number: int, at: Millis, name: str, handle: str, text: str, **more: object) -> Entry:
    return Entry(kind=EntryKind.POST, id=number, at=at, name=name, handle=handle, text=text, **more)  # type: ignore[arg-type]  # built from a table


_MIDNIGHT = NOW - NOW % DAY


def _at(days: int, hour: int, minute: int) -> Millis:
    return _MIDNIGHT + days * DAY + hour * HOUR + minute * MINUTE


MIRA_ENTRIES: tuple[Entry, ...] = (
    Entry(
        kind=EntryKind.OWN, id=101, at=_at(-3, 17, 40), name="Harbour Rail", handle="harbourrail", native_id="at://hr/1",
        text="Coast line trains run every 12 minutes again from Tuesday. Thank you for your patience this autumn.",
    ),
    _post(
        102, _at(-1, 16, 2), "Mira Lindqvist", "mira.example",
        "Not everyone made it. On the 15:40 to Eastport the door in coach 3 opened on the track side while we stood at "
        "Fern Quay.",
        native_id="at://mira/1", media=(Media(kind="image", url="", alt="open coach door, track side"),),
    ),
    _post(
        103, _at(-1, 16, 9), "Tomas Reyes", "treyes.example",
        "Coach 3 again? On Sunday there was a cone in front of that door.",
        native_id="at://tomas/1",
    ),
    Entry(
        kind=EntryKind.OWN, id=104, at=_at(-1, 16, 20), name="Harbour Rail", handle="harbourrail", by="Dev",
        native_id="at://hr/2",
        text="Thank you for telling us, Mira. We have told the depot and asked them to check coach 3 tonight.",
    ),
    Entry(
        kind=EntryKind.NOTE, id=1, at=_at(-1, 16, 31), by="Dev",
        text="Depot ticket 4471. They found nothing, unit went back out at 05:10. Do not promise a repair date.",
    ),
    _post(
        105, _at(0, 9, 12), "Mira Lindqvist", "mira.example",
        "Same door, same coach, this morning. It opened on the track side again. Has anyone looked at it since I wrote "
        "yesterday?",
        native_id="at://mira/2", url="https://social.example/mira/2",
    ),
    Entry(kind=EntryKind.EVENT, id=1, at=_at(0, 9, 14), text="Priority rose to 88: safety topic, reach over 10 k"),
    Entry(kind=EntryKind.EVENT, id=2, at=_at(0, 9, 16), text="You took this from Unassigned"),
)  # fmt: skip

MIRA_PERSON = Person(
    id=MIRA,
    name="Mira Lindqvist",
    identities=(("bluesky", "mira.example", 12_400), ("mastodon", "mira@social.example", 2_200)),
    languages=("Swedish", "English"),
    first_seen=NOW - 90 * DAY,
    posts=41,
    sentiment_weeks=(0.28, 0.45, 0.1, 0.38, -0.04, 0.55, 0.2, -0.15, 0.08, -0.4, -0.6, -0.85),
    history=(
        (MIRA, "Door fault, coach 3", Status.OPEN, _at(-1, 16, 2)),
        (41, "Lift at Fern Quay closed", Status.RESOLVED, _at(-15, 9, 0)),
        (40, "Lost bag returned", Status.RESOLVED, _at(-38, 9, 0)),
        (39, "Timetable in Swedish", Status.RESOLVED, _at(-60, 9, 0)),
    ),
    influence=Influence(index=31.4, reach=58.5, resonance=28.6, relevance=18.5, posts=41, days=90),
)

MIRA_REPLY = (
    "Mira, thank you for writing again, and I am sorry it happened a second time. We have taken coach 3 out of service "
    "this morning and the depot is checking the door now. I will tell you here what they find by 15:00."
)

LEAVING = OutboxItem(
    id=900,
    conversation_id=50,
    account_id=3,
    network="instagram",
    handle="oatandember",
    to_handle="bjorn.k",
    text="Yes, from Friday.",
    state=OutboxState.WAITING,
    author=ME,
    created_at=NOW - 2 * SECOND,
    not_before=NOW + 8 * SECOND,
)

HOUSE = HouseRow(organisation="Fernhill Group", demo=False)


def card(number: int) -> Card:
    """A card of the story."""
    return next(one for one in CARDS if one.id == number)


def detail(number: int) -> ConversationDetail:
    """What the hub answers for a conversation: Mira's in full, the others with their one post."""
    found = card(number)
    if number == MIRA:
        return ConversationDetail(card=found, entries=MIRA_ENTRIES, person=MIRA_PERSON, account=ACCOUNTS[1])
    post = _post(
        1000 + number, found.last_at, found.name, found.handle, found.text, native_id=f"post/{number}",
        language=found.language,
    )  # fmt: skip
    person = Person(id=number, name=found.name, identities=((found.network, found.handle, found.reach),), posts=1)
    return ConversationDetail(card=found, entries=(post,), person=person, account=ACCOUNTS[found.account_id])


def past_detail(number: int) -> ConversationDetail:
    """What the hub answers for one of Mira's earlier conversations."""
    _id, words, status, at = next(one for one in MIRA_PERSON.history if one[0] == number)
    earlier = replace(card(MIRA), id=number, text=words, status=status, opened_at=at, last_at=at, due_at=0)
    entries = (
        _post(10 * number, at, "Mira Lindqvist", "mira.example", f"{words}: does anybody know more?"),
        Entry(
            kind=EntryKind.OWN, id=10 * number + 1, at=at + HOUR, name="Harbour Rail", handle="harbourrail", by="Dev",
            text="Thank you, Mira. It is seen to.",
        ),
        Entry(kind=EntryKind.NOTE, id=10 * number + 2, at=at + 2 * HOUR, by="Dev", text="She sends pictures if asked."),
    )  # fmt: skip
    return ConversationDetail(card=earlier, entries=entries, person=MIRA_PERSON, account=ACCOUNTS[1])


def count_rows() -> dict[str, CountRow]:
    """The rail's counts."""
    return {name: CountRow(name, count) for name, count in COUNTS.items()}
