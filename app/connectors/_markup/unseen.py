"""Characters that cannot be seen and change what is read. Known by markup; knows nothing.

Overrides of the reading direction go, so that a text stands in the order it was written in; so do zero-width
characters, which split words so that no filter finds them. What writing needs stays: the marks of right-to-left
scripts, joiners inside Arabic and Indic words and emoji, one variation selector, flags of regions.
Source: UAX #9, UTS #39 §3, UTS #51.
"""

import re

MOST_MARKS = 8
"""Marks on one letter; more climb over the lines above."""

_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_WIDTHLESS = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a"
)
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_MARKS = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_JOINING = "\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\u1b00-\u1bff\ua800-\uabff\ufb50-\ufdff"
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"

_SUSPECT = re.compile(
    f"[\r\u0085\u2028\u2029{_DIRECTIONS}{_WIDTHLESS}{_CONTROLS}{_JOINERS}{_SELECTORS}{_TAGS}{_MARKS}\ud800-\udfff]"
)
_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")
_GONE = re.compile(f"[{_DIRECTIONS}{_WIDTHLESS}{_CONTROLS}]")
_FLAG_OR_TAGS = re.compile(f"(\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{{2,7}}\U000e007f)|[{_TAGS}]+")
_SELECTED = re.compile(f"(?:(?<=[^\\s{_SELECTORS}{_JOINERS}])([{_SELECTORS}]))?[{_SELECTORS}]*")
_JOINED = re.compile(
    f"(?<=[{_JOINING}])([{_JOINERS}])(?=[{_JOINING}])|(?<=[{_EMOJI}\ufe0f])(\u200d)(?=[{_EMOJI}])|[{_JOINERS}]"
)
_HEAP = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")


def visible(text: str) -> str:
    """The text as it should be read. A text without such characters comes back as it is; never raises."""
    if _SUSPECT.search(text) is None:
        return text
    text = _LONE.sub("\ufffd", _ENDS.sub("\n", text))
    text = _GONE.sub("", text)
    text = _FLAG_OR_TAGS.sub(_kept, text)
    text = _SELECTED.sub(_kept, text)
    text = _JOINED.sub(_kept, text)
    return _HEAP.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    return next((group for group in found.groups() if group), "")
