"""What a queue can be filtered by, as a list to choose from, and the filter after a choice. Known by view hands; knows
directory, models and the palette."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from app.core.i18n import _, ngettext
from app.domain.conversation import Card
from app.domain.saved_view import NOBODY, Filter
from app.domain.understanding import LANGUAGES, Intent
from app.wire.answers import Colleague, LabelCount
from widgets.agent.card_words import language_name
from widgets.agent.filter_words import INTENTS
from widgets.dialogs.palette import Offer
from widgets.models.directory import Directory
from widgets.models.filters import ALL, filter_named, preset_of, queue_filters
from widgets.models.words import at_handle
from widgets.theme.icons import network_icon

CHECK = "check"


def filter_offers(
    now: Filter,
    directory: Directory,
    *,
    labels: Sequence[LabelCount],
    colleagues: Sequence[Colleague],
    cards: Sequence[Card],
) -> list[Offer]:
    """Every choice, in groups; what is chosen comes first with a check, and choosing it again ends it. Languages of the
    cards that are loaded come before others."""
    choices = _checked(
        [
            *_brands(directory),
            *_networks(directory),
            *_intents(),
            *_marks(),
            *_labels(labels, now),
            *_colleagues(colleagues, directory),
            *_languages(cards),
        ],
        now,
    )
    return sorted(choices, key=lambda one: one.icon != CHECK)


def taken(now: Filter, offer_id: str) -> Filter:
    """The filter after a choice: with it, or without it where it was chosen already."""
    field, _colon, value = offer_id.partition(":")
    if field == "marks":
        chosen = filter_named("" if preset_of(now).name == value else value)
        return replace(now, only=chosen.only, without=chosen.without)
    if field == "intent":
        intent = Intent(value)
        return replace(now, intent=None if now.intent is intent else intent)
    wanted: int | str = int(value) if field == "account_id" else value
    return replace(now, **{field: type(wanted)() if getattr(now, field) == wanted else wanted})


def _checked(offers: Sequence[Offer], now: Filter) -> list[Offer]:
    """The same with a check before what is chosen."""
    chosen = _("This filter")
    return [dataclasses.replace(one, icon=CHECK, group=chosen) if _is_chosen(one.id, now) else one for one in offers]


def _is_chosen(offer_id: str, now: Filter) -> bool:
    field, _colon, value = offer_id.partition(":")
    if field == "marks":
        return preset_of(now).name == value
    return str(getattr(now, field) or "") == value


def _marks() -> list[Offer]:
    group = _("Leave out, or alone")
    return [Offer(f"marks:{one.name}", one.words, group, icon="eye") for one in queue_filters() if one.name != ALL]


def _brands(directory: Directory) -> list[Offer]:
    return [
        Offer(f"account_id:{one.id}", one.brand, _("Brand"), icon=network_icon(one.network), end=at_handle(one.handle))
        for one in directory.accounts()
    ]


def _networks(directory: Directory) -> list[Offer]:
    """Those that our accounts are on."""
    names = dict.fromkeys(account.network for account in directory.accounts())
    titles = sorted((directory.network(name).title, name) for name in names)
    return [Offer(f"network:{name}", title, _("Network"), icon=network_icon(name)) for title, name in titles]


def _labels(labels: Sequence[LabelCount], now: Filter) -> list[Offer]:
    known = {one.name: one.count for one in labels}
    if now.label:
        known.setdefault(now.label, 0)
    return [
        Offer(
            f"label:{name}",
            name,
            _("Label"),
            icon="tag",
            end=ngettext("{count} conversation", "{count} conversations", count).format(count=count),
        )
        for name, count in known.items()
    ]


def _intents() -> list[Offer]:
    return [Offer(f"intent:{one.value}", _(words), _("Intent"), icon="bolt") for one, words in INTENTS.items()]


def _colleagues(colleagues: Sequence[Colleague], directory: Directory) -> list[Offer]:
    """Oneself first, and nobody at all last."""
    group, me = _("Colleague"), directory.me
    names = sorted({one.name for one in colleagues} | {me}, key=lambda name: (name != me, name.casefold()))
    offers = [
        Offer(f"assignee:{name}", name, group, icon="person", end=_("you") if name == me else "") for name in names
    ]
    return [*offers, Offer(f"assignee:{NOBODY}", _("Unassigned"), group, icon="unassigned")]


def _languages(cards: Sequence[Card]) -> list[Offer]:
    heard = Counter(card.language for card in cards if card.language in LANGUAGES)
    named = sorted(LANGUAGES, key=lambda code: (-heard[code], language_name(code)))
    return [
        Offer(f"language:{code}", _titled(language_name(code)), _("Language"), icon="globe", end=code) for code in named
    ]


def _titled(name: str) -> str:
    return name[:1].upper() + name[1:]
