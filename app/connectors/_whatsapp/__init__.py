"""The parts of the WhatsApp connector."""
