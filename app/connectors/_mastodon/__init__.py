"""The parts of the Mastodon connector."""
