"""`main.py train`: a model taught by data, by the hub's corrections, or by both. Known by app.cli; knows language,
link and wire."""

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.accuracy import accuracy_lines
from app.core.errors import BadInput, Unavailable
from app.core.i18n import _
from app.core.paths import data_dir
from app.language.taught import begin_from_shipped, go_back
from app.link.client import HubClient
from app.link.reach import with_hub
from app.wire.calls import ListCorrections

if TYPE_CHECKING:
    from app.language.retrain import Correction

LEARNING = ("scipy",)
LEARNING_DATA = (*LEARNING, "eld", "vaderSentiment")
"""Packages that only learning needs, named like their modules; with labelled data some more."""


def run(options: argparse.Namespace) -> int:
    """Train, go back, or tell how good what was taught is."""
    if "figures" in options and options.figures:
        print("\n".join(with_hub(options, accuracy_lines)))
        return 0
    out = _place(options)
    if options.back:
        print(_("The model {version} is in use again.").format(version=go_back(out).version))
        return 0
    if options.folder is None and options.no_corrections:
        raise BadInput(_("Name the folder with the labelled data, or learn from corrections."))
    _check_packages(LEARNING if options.folder is None else LEARNING_DATA)
    from app.language.train import train

    corrections = [] if options.no_corrections else with_hub(options, hub_corrections)
    if options.out is None:
        begin_from_shipped(out)
    trained = train(options.folder, out, corrections=corrections)
    print(_("The model {version} is in use from the hub's next start on.").format(version=trained.version))
    print(_("The one before is kept; main.py train --back returns to it."))
    return 0


def _check_packages(needed: Sequence[str]) -> None:
    """A station or hub needs none of them, so they are not installed with the program."""
    missing = [package for package in needed if find_spec(package) is None]
    if missing:
        raise Unavailable(
            _("Learning needs packages that are not installed: {packages}.").format(packages=", ".join(missing)),
            hint=_("Install them: {command}").format(command=f"{sys.executable} -m pip install {' '.join(missing)}"),
        )


def _place(options: argparse.Namespace) -> Path:
    """Where the model stands that is taught: the data folder's, which the hub on this machine reads."""
    if options.out is not None:
        return Path(options.out)
    if options.hub:
        raise BadInput(
            _("A team's hub reads the model in its own data folder."),
            hint=_("Run this command on the hub's machine, or name a file to write with --out."),
        )
    return data_dir(options.data, demo=options.demo).model


async def hub_corrections(link: HubClient) -> "list[Correction]":
    """Everything that people corrected and whose text is still stored."""
    from app.language.retrain import Correction

    found: list[Correction] = []
    after = 0
    while page := await link.call(ListCorrections(after=after)):
        after = page[-1].post_id
        found += [Correction(text=one.text, language=one.language, sentiment=one.meant) for one in page if one.text]
    return found
