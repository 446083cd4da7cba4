"""The parts of the Bluesky connector. Known by `app.connectors.bluesky` only."""
