"""The parts of the Matrix connector."""
