"""`main.py train`: a model taught by data, by the hub's corrections, or by both. Known by app.cli; knows language,
link and wire."""

import argparse

from app.core.errors import BadInput
from app.core.i18n import _
from app.language.model import model_path
from app.language.retrain import Correction, go_back
from app.language.train import train
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.calls import ListCorrections


def run(options: argparse.Namespace) -> int:
    """Train, or go back."""
    out = options.out or model_path()
    if options.back:
        print(_("The model {version} is in use again.").format(version=go_back(out).version))
        return 0
    if options.folder is None and options.no_corrections:
        raise BadInput(_("Name the folder with the labelled data, or learn from corrections."))
    corrections = [] if options.no_corrections else with_hub(options, hub_corrections)
    trained = train(options.folder, out, corrections=corrections)
    print(_("The model {version} is in use from the hub's next start on.").format(version=trained.version))
    print(_("The one before is kept; main.py train --back returns to it."))
    return 0


async def hub_corrections(link: HubClient) -> list[Correction]:
    """Everything that people corrected and whose text is still stored."""
    found: list[Correction] = []
    after = 0
    while page := await link.call(ListCorrections(after=after)):
        after = page[-1].post_id
        found += [Correction(text=one.text, language=one.language, sentiment=one.meant) for one in page if one.text]
    return found
