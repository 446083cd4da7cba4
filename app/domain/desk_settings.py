"""What one person chose for every desk he sits at. Known by services, wire and widgets; knows
filters."""

from msgspec import Struct

from app.domain.saved_view import Filter


class DeskSettings(Struct, frozen=True, kw_only=True):
    """Kept by the hub under the person's name.

    Attributes:
        keys: command's id → its key, empty for none; commands that are not named keep their own.
        single_keys: whether keys without Ctrl or Alt do anything.
        quiet: do not disturb: nothing is told but what is seen on the desk anyway.
        sound: a soft sound with what is told while the window is not in front.
        idle_minutes: without a key or a move for so long one counts as away; 0 for never.
        guided: the first-run guide was read or put away.
        filter: name of which marks the queue leaves out or shows alone; empty for none. narrowed: what else it shows
            alone; its marks are not heeded.
        theme: name of the desk's theme; empty, or a name this version has not, for the system's. text_size: per cent;
            0 for the usual.
        seen_replies: own replies that failed or may be out and were looked at, each as `id:attempts:state`.
        told_mention: id of the newest mention that was told; 0 before the first.
    """

    keys: dict[str, str] = {}
    single_keys: bool = True
    quiet: bool = False
    sound: bool = False
    idle_minutes: int = 10
    guided: bool = False
    filter: str = ""
    theme: str = ""
    text_size: int = 0
    seen_replies: tuple[str, ...] = ()
    told_mention: int = 0
    narrowed: Filter = Filter()
