"""Measures that all panels of a wall share, in logical pixels. Known by the panels; knows nothing."""

PAD = 24
"""From a panel's edge to what is written in it."""
AGE_WIDTH = 116
"""What an age may take up, at the end of a panel's context."""
