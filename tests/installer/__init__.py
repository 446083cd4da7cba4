"""The installer, without network and without touching this machine's packages."""
