"""The Lemmy connector's parts."""
