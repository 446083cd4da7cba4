"""The parts of the webhook. Known by `app.connectors.webhook` only."""
