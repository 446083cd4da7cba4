"""What TikTok is to us, as the forms, help and composer show it. Known by the TikTok connector; knows domain.

Of TikTok's published interfaces the Display API has no comments, the Research API is for research only, and the
Accounts API of TikTok for Business has the comments of one's own videos, for apps that TikTok has approved.
"""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, Limits, NetworkInfo, QualityRule

SERVICE = "https://business-api.tiktok.com/open_api/v1.3"

FORM = (
    FormField(
        name="business_id",
        title=N_("Account's id"),
        help=N_("The open_id that TikTok tells when the account's owner allows your app at business-api.tiktok.com."),
    ),
    FormField(name="app_id", title=N_("App ID"), help=N_("Of your app, which TikTok must have approved for comments.")),
    FormField(name="app_secret", title=N_("App secret"), help=N_("Shown beside the app ID."), secret=True),
    FormField(
        name="refresh_token",
        title=N_("Refresh token"),
        help=N_("Lasts a year; TikTok comes back to web addresses only, so it is entered by hand."),
        secret=True,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="refresh token of a year; the daily token is renewed by itself"),
    QualityRule(rule="sign-in by browser", state="exempt", note="TikTok comes back to registered https addresses only"),
    QualityRule(rule="resume", state="done", note="comments of the 20 newest videos"),
    QualityRule(rule="send once", state="done", note="the comment's answers are read before a resend"),
    QualityRule(rule="deletions", state="done", note="when a video's comments are read again, as far as 500 of them"),
    QualityRule(rule="mentions and searches", state="exempt", note="the published API has none for this use"),
    QualityRule(rule="edits", state="exempt", note="comments cannot be edited on TikTok"),
    QualityRule(rule="pictures in replies", state="exempt", note="the API has none"),
)

INFO = NetworkInfo(
    name="tiktok",
    title="TikTok",
    glyph="Tt",
    icon="tiktok",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=150),
    quality=QUALITY,
    proven=False,
    source="business-api.tiktok.com/portal/docs (Accounts API v1.3), November 2026",
    help=N_("Comments under an account's own videos and replies to them; TikTok lets no app hear anything else."),
)
