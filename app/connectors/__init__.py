"""One file a network: stream in, send out. Knows domain and core; never another connector."""
