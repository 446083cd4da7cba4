"""An alarm as it is kept after it has closed, and what people judged of it. Known by store, services and hub; knows
core only."""

from msgspec import Struct

from app.core.clock import Millis


class KeptAlarm(Struct, frozen=True, kw_only=True):
    """An episode on record.

    Attributes:
        topic, region, network: the series that struck first; empty texts mean the whole topic.
        began, closed: moments; `closed` is 0 while it is open.
        level, peak: newest and highest level, 1–5; `reasons` in words.
        signals: the numbers behind it, by name (`app.analytics.signals.Signals`).
        judged: "true", "false" or empty; `judged_by` and `why` say who and why.
        trouble_at: when the trouble really began, as found out later; 0 when nobody can tell.
    """

    id: int
    topic: int
    region: str
    network: str
    began: Millis
    closed: Millis
    level: int
    peak: int
    reasons: tuple[str, ...]
    signals: dict[str, float]
    judged: str = ""
    judged_by: str = ""
    why: str = ""
    trouble_at: Millis = 0
