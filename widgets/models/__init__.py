"""What the faces show, as plain rules and Qt item models that hold ids and a window of rows. Knows link, wire, domain
and core."""

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
