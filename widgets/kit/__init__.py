"""Widgets and painting helpers that know nothing of the field."""

from widgets.kit.overrides import guard_overrides

guard_overrides()
