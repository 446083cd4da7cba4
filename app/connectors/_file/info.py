"""What a file is to us, as forms and help show it. Known by the file import; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, NetworkInfo, QualityRule

INFO = NetworkInfo(
    name="file",
    title=N_("File"),
    glyph="FI",
    icon="file",
    capabilities=frozenset({Capability.VOLUME}),
    form=(
        FormField(name="handle", title=N_("Name"), help=N_("What this source is called on walls and desks.")),
        FormField(
            name="path", title=N_("File"), help=N_("A .jsonl file, one post a line, or a .csv file with a header.")
        ),
        FormField(
            name="mapping",
            title=N_("Columns"),
            help=N_('Which column is what, like {"text": "message"}; usual names are found without it.'),
            required=False,
        ),
        FormField(
            name="network",
            title=N_("Network"),
            help=N_("Which network the posts are from, when the file does not say."),
            required=False,
            default="file",
        ),
        FormField(
            name="date_format",
            title=N_("Date format"),
            help=N_("Only for unusual dates, like %d.%m.%Y %H:%M."),
            required=False,
        ),
        FormField(
            name="rejected_folder",
            title=N_("Folder for bad lines"),
            help=N_("Where bad lines are kept when they cannot lie beside the file."),
            required=False,
        ),
    ),
    quality=(
        QualityRule(rule="resume", state="done", note="byte offset; a replaced file starts anew"),
        QualityRule(rule="bad lines", state="done", note="kept aside with number and reason"),
        QualityRule(rule="replies", state="exempt", note="files are only read"),
    ),
    help=N_("Posts from a JSON Lines or CSV file, for instance an export of another tool."),
)
