"""What Reddit is to us, as the forms, help and composer show it. Known by the Reddit connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://oauth.reddit.com"
SIGN_IN = "https://www.reddit.com"

FORM = (
    FormField(
        name="client_id",
        title=N_("App id"),
        help=N_(
            "At reddit.com/prefs/apps: create an app with the redirect uri http://127.0.0.1:47113/signed-in; its id "
            "stands under its name. Take “installed app”, or “script” to sign in with a password."
        ),
    ),
    FormField(
        name="client_secret",
        title=N_("App secret"),
        help=N_("Shown beside the app; an installed app has none."),
        secret=True,
        required=False,
    ),
    FormField(
        name="refresh_token",
        title=N_("Refresh token"),
        help=N_("Comes by itself when you sign in with the browser."),
        secret=True,
        required=False,
    ),
    FormField(name="user", title=N_("User name"), help=N_("For a script app only, without u/."), required=False),
    FormField(
        name="password",
        title=N_("Password"),
        help=N_("For a script app only; with two factors, sign in with the browser instead."),
        secret=True,
        required=False,
    ),
    FormField(
        name="subreddits",
        title=N_("Subreddits to listen to"),
        help=N_("One a line, without r/; all their posts and comments are heard."),
        required=False,
        lines=True,
    ),
    FormField(
        name="ours",
        title=N_("Subreddits that are ours"),
        help=N_("One a line, without r/; a post there is a question to us."),
        required=False,
        lines=True,
    ),
    FormField(
        name="words",
        title=N_("Words to listen for"),
        help=N_("One search a line; posts that match are heard, wherever they stand."),
        required=False,
        lines=True,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="in the browser, or a script app's password; tokens are renewed"),
    QualityRule(rule="resume", state="done", note="pages back to the newest that was delivered"),
    QualityRule(rule="reconcile", state="done", note="every look reads five minutes again"),
    QualityRule(rule="long absence", state="exempt", note="Reddit's lists end after a thousand entries"),
    QualityRule(rule="send once", state="done", note="our own comments looked through before a resend"),
    QualityRule(rule="edits", state="done", note="delivered posts asked for again"),
    QualityRule(rule="deletions", state="done", note="delivered posts asked for again, a moderator's removals too"),
    QualityRule(rule="rate limits", state="done", note="x-ratelimit-used, -remaining and -reset"),
    QualityRule(rule="accepted answers", state="exempt", note="Reddit has none"),
    QualityRule(rule="pictures in replies", state="exempt", note="the API takes comments of text"),
)

INFO = NetworkInfo(
    name="reddit",
    title="Reddit",
    glyph="Rd",
    icon="reddit",
    capabilities=frozenset(
        {
            Capability.MENTIONS,
            Capability.SEARCH,
            Capability.DIRECT,
            Capability.REPLY,
            Capability.THREAD,
            Capability.DELETE,
        }
    ),
    form=FORM,
    limits=Limits(length=10_000, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="reddit.com/dev/api and github.com/reddit-archive/reddit/wiki (OAuth2, API, JSON), November 2026",
    browser=True,
    help=N_("Mentions, answers and messages of a Reddit account, whole subreddits and searches, and its replies."),
)
