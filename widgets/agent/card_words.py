"""A card in words: its accessible name, reasons and tool tip. Known by queue and header; knows models and domain."""

from app.core.clock import Millis
from app.core.i18n import N_, _, interface_locale, ngettext
from app.domain.conversation import Card, Status
from app.domain.mark import Mark, marks_of
from app.domain.reply import OutboxState
from widgets.models.directory import Directory
from widgets.models.timer import timer_words

VERY = 0.6

REASONS = {
    "urgency": N_("urgency"),
    "sentiment": N_("sentiment"),
    "reach": N_("reach"),
    "risk": N_("risk"),
    "complaint": N_("complaint"),
    "lead": N_("sales lead"),
    "question": N_("question"),
    "suggestion": N_("suggestion"),
    "off_topic": N_("probably not about us"),
    "probable_spam": N_("probably spam"),
    "not_about": N_("not about us"),
    "undelivered": N_("reply not delivered"),
}
"""What `app.domain.priority` counts or labels, in words."""


def sentiment_words(score: float) -> str:
    """Very negative … very positive."""
    if abs(score) <= 0.05:
        return _("Neutral")
    if score > 0:
        return _("Very positive") if score >= VERY else _("Positive")
    return _("Very negative") if score <= -VERY else _("Negative")


def language_name(language: str) -> str:
    """A language's name for its code; a name, or a code nobody knows, as it is."""
    return str(interface_locale().languages.get(language.partition("-")[0].lower(), language))


def reason_words(card: Card, *, most: int = 2) -> str:
    """The strongest reasons: "Safety, wide reach"."""
    words = ", ".join(_reason(word) for word, _points in card.reasons[:most])
    return words[:1].upper() + words[1:]


def sum_words(card: Card) -> str:
    """How the priority adds up: "Safety 40 + reach 28 = 68"."""
    parts = parts_words(card)
    return f"{parts} = {card.priority}" if parts else _("Priority {score}").format(score=card.priority)


def parts_words(card: Card) -> str:
    """What the priority is made of: "Safety 40 + reach 28"; empty when nothing weighs."""
    parts = " + ".join(f"{_reason(word)} {points}" for word, points in card.reasons if points)
    return parts[:1].upper() + parts[1:]


def _reason(word: str) -> str:
    return _(REASONS.get(word, word))


def status_words(status: Status, cards: list[Card], *, until: str = "") -> str:
    """What was done to cards, in the past; `until` says when snoozed ones come back, empty for when they write."""
    count = len(cards)
    if status is Status.SNOOZED and not until:
        words = ngettext(
            "Snoozed {count} conversation until they write", "Snoozed {count} conversations until they write", count
        )
        return (
            _("Snoozed {name} until they write").format(name=cards[0].name) if count == 1 else words.format(count=count)
        )
    one = {
        Status.RESOLVED: _("Resolved {name}"),
        Status.SNOOZED: _("Snoozed {name} until {time}"),
        Status.OPEN: _("Reopened {name}"),
        Status.PENDING: _("Waiting for {name}"),
    }
    several = {
        Status.RESOLVED: ngettext("Resolved {count} conversation", "Resolved {count} conversations", count),
        Status.SNOOZED: ngettext(
            "Snoozed {count} conversation until {time}", "Snoozed {count} conversations until {time}", count
        ),
        Status.OPEN: ngettext("Reopened {count} conversation", "Reopened {count} conversations", count),
        Status.PENDING: ngettext(
            "{count} conversation waits for the person", "{count} conversations wait for the person", count
        ),
    }
    if count == 1:
        return one[status].format(name=cards[0].name, time=until)
    return several[status].format(count=count, time=until)


def describe(card: Card, directory: Directory, *, now: Millis) -> str:
    """The card for a screen reader: who, where, for whom, when due, about what, how, how urgent, whose; then the
    text."""
    account = directory.account(card.account_id)
    topics = [topic.name for topic in map(directory.topic, card.topics) if topic is not None]
    priority = _("priority {score}").format(score=card.priority)
    parts = [
        card.name,
        directory.network(card.network).title,
        _("for {brand}").format(brand=account.brand) if account is not None else "",
        timer_words(card, now=now),
        topics[0] if topics else "",
        sentiment_words(card.score).lower(),
        f"{priority} {', '.join(_reason(word) for word, _points in card.reasons[:2])}".strip(),
        _assigned(card, directory.me),
        _("unread") if card.unread else "",
        _trouble(card),
    ]
    return f"{', '.join(part for part in parts if part)}. {card.text}"


def _assigned(card: Card, me: str) -> str:
    if not card.assignee:
        return _("unassigned")
    return _("assigned to you") if card.assignee == me else _("assigned to {name}").format(name=card.assignee)


def trouble_words(card: Card) -> str:
    """What is wrong with our newest reply, in short; empty when nothing is."""
    if card.outbox is OutboxState.FAILED:
        return _("Reply not sent")
    if card.outbox is OutboxState.UNKNOWN:
        return _("Reply may be there")
    return _("Reply not delivered") if Mark.UNDELIVERED in marks_of(card.reasons) else ""


def _trouble(card: Card) -> str:
    """The same for a screen reader; that a reply was not delivered stands among the reasons."""
    if card.outbox is OutboxState.FAILED:
        return _("reply not sent")
    return _("reply may have been posted") if card.outbox is OutboxState.UNKNOWN else ""
