"""The desk: queue, conversation, composer, person."""
