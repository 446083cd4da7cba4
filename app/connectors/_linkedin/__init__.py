"""The LinkedIn connector's parts."""
