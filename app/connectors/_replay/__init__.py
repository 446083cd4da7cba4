"""The replay's parts: cast, phrases, rhythm, story, script, invented network. Known by `app.connectors.replay`."""
