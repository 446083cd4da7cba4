"""What a feed is to us, as forms and help show it. Known by the feed reader; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, NetworkInfo, QualityRule

POLL_MINUTES = 5

INFO = NetworkInfo(
    name="feed",
    title="RSS/Atom",
    glyph="RS",
    icon="feed",
    capabilities=frozenset({Capability.VOLUME}),
    form=(
        FormField(name="handle", title=N_("Name"), help=N_("What this source is called on walls and desks.")),
        FormField(
            name="url", title=N_("Address"), help=N_("The feed's own address; often behind the RSS sign of a site.")
        ),
        FormField(
            name="every",
            title=N_("Minutes between two looks"),
            help=N_("Five suits news; hourly is polite to a small site."),
            required=False,
            default=str(POLL_MINUTES),
        ),
    ),
    quality=(
        QualityRule(rule="proven against", state="done", note="Caddy 2.11, a web server"),
        QualityRule(rule="conditional requests", state="done", note="ETag, Last-Modified, 304"),
        QualityRule(rule="rate limits", state="done", note="429 and 503 with Retry-After"),
        QualityRule(rule="broken feeds", state="done", note="well-formed entries are kept"),
        QualityRule(rule="deletions", state="exempt", note="an entry that left a feed is old, not deleted"),
        QualityRule(rule="replies", state="exempt", note="feeds are only read"),
    ),
    help=N_("Entries of one RSS or Atom feed: news sites, blogs, forums, status pages."),
)
