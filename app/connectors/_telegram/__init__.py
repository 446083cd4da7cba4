"""The Telegram connector's parts."""
