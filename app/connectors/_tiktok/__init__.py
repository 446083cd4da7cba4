"""The TikTok connector's parts."""
