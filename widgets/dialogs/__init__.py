"""Dialogs: accounts, settings, about."""
