"""Tokens become palettes, pens, fonts and icons. Knows no other room."""
