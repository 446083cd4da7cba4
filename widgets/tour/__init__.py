"""The tour: a script of scenes that a person leads guests through, with captions, notes and a clicker."""

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
