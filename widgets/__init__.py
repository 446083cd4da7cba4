"""Everything with a screen. Sees the world through app.link, app.wire, app.domain and app.core only."""
