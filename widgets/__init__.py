"""Everything with a screen. Sees the world through app.link, app.wire, app.domain and app.core only."""

from widgets.kit.overrides import guard_overrides

guard_overrides()
