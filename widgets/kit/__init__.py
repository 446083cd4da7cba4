"""Widgets and painting helpers that know nothing of the field."""
