"""What the palette offers: commands, people, topics and search. Known by actions; knows the desk and the
palette."""

from app.core.i18n import _
from app.domain.conversation import Card
from widgets.agent.abilities import Actions
from widgets.agent.desk import Desk
from widgets.dialogs.palette import Offer
from widgets.kit.key_words import key_words
from widgets.models.words import at_handle
from widgets.shell.commands import CommandTable
from widgets.theme.icons import network_icon

PEOPLE = 200


def search_offer(table: CommandTable[Actions]) -> Offer:
    """What is offered whatever was typed."""
    key = key_words(table["search"].key)
    return Offer(
        "search:", _("All posts, notes and people with “{typed}”"), _("Search"), key=key, icon="search", always=True
    )


def command_offers(table: CommandTable[Actions], actions: Actions) -> list[Offer]:
    """Every command, with its key and, if it cannot run, why."""
    return [
        Offer(
            f"command:{command.id}",
            command.words,
            command.group,
            key=key_words(command.any_key),
            icon=command.icon,
            end=_count(command.id, actions),
            why_not=command.refusal(actions),
        )
        for command in table
        if command.listed and command.id not in {"palette", "search"}
    ]


def _count(command_id: str, actions: Actions) -> str:
    """How many a view holds, behind the command that goes there."""
    view = command_id.removeprefix("go_")
    return actions.desk.viewing.count_words(view) if view != command_id else ""


def person_offers(cards: list[Card]) -> list[Offer]:
    """People in the queue."""
    return [
        Offer(f"open:{card.id}", card.name, _("People"), icon=network_icon(card.network), end=at_handle(card.handle))
        for card in cards[:PEOPLE]
    ]


def topic_offers(desk: Desk) -> list[Offer]:
    """Every topic as a view."""
    directory = desk.directory
    return [
        Offer(
            f"view:topic:{topic.id}",
            topic.name,
            _("Topics"),
            icon="hash",
            end=str(directory.count(f"topic:{topic.id}")),
        )
        for topic in directory.topics()
    ]
