"""The parts of the Discord connector."""
