"""The field's words: frozen structs and pure rules. Knows core only."""
