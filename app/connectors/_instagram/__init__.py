"""The parts of the Instagram connector."""
