"""Keeps a wall alive: a small process without Qt that starts it, hears its pulse and starts it again. Knows app.core
only."""
