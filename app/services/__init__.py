"""Use cases: the only door for whoever acts; permission and audit stand here."""

from importlib import import_module

ROOMS = (
    "attaching",
    "consents",
    "conversations",
    "crises",
    "desk_settings",
    "finding",
    "labels",
    "lessons",
    "merging",
    "media",
    "accounts",
    "pairing",
    "sending",
    "setup",
    "shift",
    "snippets",
    "teaching",
    "together",
    "tracing",
    "trust",
    "views",
    "walls",
    "writing",
)
"""The modules that register handlers."""


def every_handler() -> None:
    """Import every module with handlers, so that the door knows them all."""
    for room in ROOMS:
        import_module(f"app.services.{room}")
