"""The Nostr connector's parts."""
