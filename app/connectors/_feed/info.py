"""What a feed is to us, as forms and help show it. Known by the feed reader; knows domain."""

from app.core.i18n import _
from app.domain.network import Capability, FormField, NetworkInfo, QualityRule

POLL_MINUTES = 5

INFO = NetworkInfo(
    name="feed",
    title="RSS/Atom",
    glyph="RS",
    icon="feed",
    capabilities=frozenset({Capability.VOLUME}),
    form=(
        FormField(name="handle", title=_("Name"), help=_("What this source is called on walls and desks.")),
        FormField(
            name="url", title=_("Address"), help=_("The feed's own address; often behind the RSS sign of a site.")
        ),
        FormField(
            name="every",
            title=_("Minutes between two looks"),
            help=_("Five suits news; hourly is polite to a small site."),
            required=False,
            default=str(POLL_MINUTES),
        ),
    ),
    quality=(
        QualityRule(rule="conditional requests", state="done", note="ETag, Last-Modified, 304"),
        QualityRule(rule="rate limits", state="done", note="429 and 503 with Retry-After"),
        QualityRule(rule="broken feeds", state="done", note="well-formed entries are kept"),
        QualityRule(rule="deletions", state="exempt", note="an entry that left a feed is old, not deleted"),
        QualityRule(rule="replies", state="exempt", note="feeds are only read"),
    ),
    help=_("Entries of one RSS or Atom feed: news sites, blogs, forums, status pages."),
)
