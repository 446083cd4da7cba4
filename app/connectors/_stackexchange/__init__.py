"""The Stack Exchange connector's parts."""
