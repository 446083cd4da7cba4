"""The wall: full-screen windows of painted panels."""

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
