"""`main.py topic …`: list, add, edit, try and remove topics. Known by app.cli; knows link and wire."""

import argparse
from datetime import UTC, datetime

from msgspec.structs import replace

from app.core.clock import SECOND
from app.core.errors import BadInput, NotFound
from app.core.i18n import _
from app.domain.topic import Topic, TopicKind
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.answers import TriedQuery
from app.wire.calls import ListTopics, RemoveTopic, SaveTopic, TryQuery


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"list": _list, "add": _add, "edit": _edit, "remove": _remove, "try": _try}
    with_hub(options, lambda link: verbs[options.verb](link, options))
    return 0


async def _list(link: HubClient, options: argparse.Namespace) -> None:
    topics: tuple[Topic, ...] = await link.call(ListTopics())
    for topic in topics:
        belongs = (topic.line_of_business or "-", topic.region or "-")
        print("\t".join((str(topic.id), topic.kind.value, topic.name, topic.query, *belongs)))
    if not topics:
        print(_("No topics yet. Add one: main.py topic add NAME QUERY"))


async def _add(link: HubClient, options: argparse.Namespace) -> None:
    topic = Topic(id=0, name=options.name, query=options.query)
    saved = await link.call(SaveTopic(topic=changed(topic, options)))
    print(_("Added topic {id}: {name}.").format(id=saved.id, name=saved.name))


async def _edit(link: HubClient, options: argparse.Namespace) -> None:
    known: dict[int, Topic] = {topic.id: topic for topic in await link.call(ListTopics())}
    if options.id not in known:
        raise NotFound(
            _("There is no topic {id}.").format(id=options.id), hint=_("See their numbers with: main.py topic list")
        )
    wanted = changed(known[options.id], options)
    if wanted == known[options.id]:
        raise BadInput(
            _("Nothing would change."),
            hint=_("Say what to change: --name, --query, --kind, --business, --region, --wall or --no-wall."),
        )
    saved = await link.call(SaveTopic(topic=wanted))
    print(_("Changed topic {id}: {name}.").format(id=saved.id, name=saved.name))


async def _remove(link: HubClient, options: argparse.Namespace) -> None:
    await link.call(RemoveTopic(id=options.id))
    print(_("Removed topic {id}.").format(id=options.id))


async def _try(link: HubClient, options: argparse.Namespace) -> None:
    tried: TriedQuery = await link.call(TryQuery(query=options.query))
    print(_("{matched} of {tried} posts of the last week match.").format(matched=tried.matched, tried=tried.tried))
    for day in tried.days:
        date = datetime.fromtimestamp(day.begins / SECOND, tz=UTC).date().isoformat()
        print(_("{date}: about {posts} posts").format(date=date, posts=round(day.posts)))
    for hit in tried.examples:
        print(f"  {hit.network} @{hit.handle}: {' '.join(hit.text.split())}")
    for warning in tried.warnings:
        print(warning)


def changed(topic: Topic, options: argparse.Namespace) -> Topic:
    """The topic with what the options say; what they leave out stays. Raises BadInput for a kind that means nothing."""
    said = {
        "name": options.name,
        "query": options.query,
        "kind": _kind(options.kind) if options.kind is not None else None,
        "line_of_business": options.business,
        "region": options.region,
        "on_wall": options.wall,
    }
    return replace(topic, **{field: value for field, value in said.items() if value is not None})


def _kind(name: str) -> TopicKind:
    try:
        return TopicKind(name)
    except ValueError:
        raise BadInput(
            _("There is no kind “{kind}”.").format(kind=name),
            hint=_("Kinds are: {names}.").format(names=", ".join(known.value for known in TopicKind)),
        ) from None
