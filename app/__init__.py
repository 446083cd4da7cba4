"""Fishbowl without a screen: everything the hub and the stations share. No Qt anywhere below this package."""

__version__ = "0.1.0"
