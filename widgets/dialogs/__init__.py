"""Dialogs: accounts, settings, about."""

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
