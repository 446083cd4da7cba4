"""Text becomes language, sentiment, intent, safety and topics. Knows domain and core."""
