"""Fits a line of clauses into its room by leaving out the last ones. Known by the wall; knows kit.canvas."""

from widgets.kit.canvas import Canvas


def fit_clauses(canvas: Canvas, text: str, room: float, *, size: float, short: str) -> str:
    """The text without its last clauses, else `short`, else elided; nothing rather than a cut number."""
    while canvas.width_of(text, size) > room and ", " in text:
        text = text.rsplit(", ", 1)[0]
    if canvas.width_of(text, size) <= room:
        return text
    if short and canvas.width_of(short, size) <= room:
        return short
    return "" if any(character.isdigit() for character in text) else canvas.fit(text, room, size)


def sentences(*parts: str) -> str:
    """Those that say something, one after the other; each but the last ends as a sentence does."""
    *said, last = [part for part in parts if part] or [""]
    return " ".join([*(part if part.endswith((".", "…", "!", "?")) else f"{part}." for part in said), last])
