"""The parts of the feed reader. Known by `app.connectors.feed` only."""
