"""The parts of the Facebook connector."""
