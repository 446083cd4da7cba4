"""The parts of the App Store connector."""
