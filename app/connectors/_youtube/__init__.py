"""The YouTube connector's parts."""
