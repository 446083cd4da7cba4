"""`main.py topic …`: list, add, try and remove topics. Known by app.cli; knows link and wire."""

import argparse
from datetime import UTC, datetime

from app.core.clock import SECOND
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.topic import Topic, TopicKind
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.answers import TriedQuery
from app.wire.calls import ListTopics, RemoveTopic, SaveTopic, TryQuery


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"list": _list, "add": _add, "remove": _remove, "try": _try}
    with_hub(options, lambda link: verbs[options.verb](link, options))
    return 0


async def _list(link: HubClient, options: argparse.Namespace) -> None:
    topics: tuple[Topic, ...] = await link.call(ListTopics())
    for topic in topics:
        print(f"{topic.id}\t{topic.kind.value}\t{topic.name}\t{topic.query}")
    if not topics:
        print(_("No topics yet. Add one: main.py topic add NAME QUERY"))


async def _add(link: HubClient, options: argparse.Namespace) -> None:
    try:
        kind = TopicKind(options.kind)
    except ValueError:
        raise BadInput(
            _("There is no kind “{kind}”.").format(kind=options.kind),
            hint=_("Kinds are: {names}.").format(names=", ".join(known.value for known in TopicKind)),
        ) from None
    saved = await link.call(SaveTopic(topic=Topic(id=0, name=options.name, query=options.query, kind=kind)))
    print(_("Added topic {id}: {name}.").format(id=saved.id, name=saved.name))


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
