"""The X connector's parts."""
