"""The headless process: ingest, outbox, live feed, server, supervision."""
