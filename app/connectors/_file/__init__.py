"""The parts of the file import. Known by `app.connectors.file` only."""
