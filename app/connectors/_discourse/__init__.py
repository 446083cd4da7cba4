"""The Discourse connector's parts."""
