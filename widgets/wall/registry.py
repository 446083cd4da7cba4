"""Which panels there are: the built-in ones and those of installed packages. Known by the wall; knows the panels.

A stranger's panel is a `Panel` subclass named in the entry points `fishbowl.panels`, under its kind.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import entry_points

import structlog

from widgets.wall.panel import Panel
from widgets.wall.panels.care import Care
from widgets.wall.panels.clocks import Clocks
from widgets.wall.panels.community import Community
from widgets.wall.panels.connectors import Connectors
from widgets.wall.panels.driving import Driving
from widgets.wall.panels.elapsed import Elapsed
from widgets.wall.panels.episode import Episode
from widgets.wall.panels.goals import Goals
from widgets.wall.panels.heat import HeatMap
from widgets.wall.panels.heat_hours import HourHeat
from widgets.wall.panels.heat_now import HeatNow
from widgets.wall.panels.hold import Hold
from widgets.wall.panels.hottest import Hottest
from widgets.wall.panels.kpi import Kpi
from widgets.wall.panels.level import Level
from widgets.wall.panels.mentions import Mentions
from widgets.wall.panels.message import Message
from widgets.wall.panels.next_step import NextStep
from widgets.wall.panels.on_it import OnIt
from widgets.wall.panels.picture import Picture
from widgets.wall.panels.places import Places
from widgets.wall.panels.posts import Posts
from widgets.wall.panels.queue import QueueBoard
from widgets.wall.panels.reasons import Reasons
from widgets.wall.panels.regions import Regions
from widgets.wall.panels.repair import Repair
from widgets.wall.panels.rising import Rising
from widgets.wall.panels.rivals import Rivals
from widgets.wall.panels.sentiment import Sentiment
from widgets.wall.panels.trend import TrendChart
from widgets.wall.panels.voice import ShareOfVoice
from widgets.wall.panels.volume import VolumeChart
from widgets.wall.panels.world_map import WorldMap

log = structlog.get_logger(__name__)

BUILT_IN: tuple[type[Panel], ...] = (
    Mentions,
    Kpi,
    VolumeChart,
    HeatMap,
    Posts,
    Clocks,
    Community,
    Goals,
    Hottest,
    Care,
    Driving,
    Elapsed,
    Episode,
    HeatNow,
    HourHeat,
    Hold,
    Level,
    Reasons,
    Regions,
    TrendChart,
    Connectors,
    Message,
    NextStep,
    OnIt,
    Picture,
    Places,
    QueueBoard,
    Repair,
    Rising,
    Rivals,
    Sentiment,
    ShareOfVoice,
    WorldMap,
)


@lru_cache(maxsize=1)
def panel_kinds() -> Mapping[str, type[Panel]]:
    """Every panel by its kind; a package whose panel cannot be loaded is left out and named in the log."""
    kinds = {panel.INFO.kind: panel for panel in BUILT_IN}
    for entry in entry_points(group="fishbowl.panels"):
        try:
            found = entry.load()
        except Exception:
            log.exception("a package's panel cannot be loaded", panel=entry.name, module=entry.value)
            continue
        if isinstance(found, type) and issubclass(found, Panel):
            kinds[entry.name] = found
        else:
            log.error("not a panel", panel=entry.name, module=entry.value)
    return kinds
