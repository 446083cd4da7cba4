"""`main.py screen …`: let in a wall that shows a pairing code, say where walls hang, send one away. Known by app.cli;
knows link and wire."""

import argparse

from app.core.i18n import _
from app.domain.screens import Screen
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.screen_calls import EnrolScreen, ListScreens, PlaceScreen, RemoveScreen


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"list": _list, "enrol": _enrol, "place": _place, "remove": _remove}
    with_hub(options, lambda link: verbs[options.verb](link, options))
    return 0


async def _list(link: HubClient, options: argparse.Namespace) -> None:
    screens: tuple[Screen, ...] = await link.call(ListScreens())
    for screen in screens:
        print(f"{screen.station}\t{screen.name or '-'}\t{screen.room or '-'}")
    if not screens:
        print(_("No screens yet. A wall started with --hub shows a code: main.py screen enrol CODE NAME"))


async def _enrol(link: HubClient, options: argparse.Namespace) -> None:
    screen: Screen = await link.call(EnrolScreen(code=options.code, name=options.name, room=options.room))
    print(_("{name} ({station}) is let in; it may only watch.").format(name=screen.name, station=screen.station))


async def _place(link: HubClient, options: argparse.Namespace) -> None:
    screen: Screen = await link.call(PlaceScreen(station=options.station, room=options.room))
    place = screen.room or _("no room")
    print(_("{station} hangs in: {room}.").format(station=screen.station, room=place))


async def _remove(link: HubClient, options: argparse.Namespace) -> None:
    await link.call(RemoveScreen(station=options.station))
    print(_("{station} is sent away; its token opens nothing any more.").format(station=options.station))
