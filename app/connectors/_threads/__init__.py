"""The parts of the Threads connector."""
