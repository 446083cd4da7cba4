"""Use cases: the only door for whoever acts; permission and audit stand here."""
