"""Benchmarks with windows: real station processes, measured from outside or by their own paint events."""

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
