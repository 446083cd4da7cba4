"""The parts of the Google Play connector."""
