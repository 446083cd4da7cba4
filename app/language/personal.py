"""Personal data in a text: what kind and where, so that it can be masked. Known by safety; knows domain.

Cheap filters go first: a text without the "@" of a mail and without digits side by side is done at once. Numbers are
believed only if their check digits (cards, IBAN) or the numbering plan of a country (phones, `phonenumbers`) agree.
"""

import re
from collections.abc import Callable, Iterator

from app.domain.understanding import Finding

Span = tuple[int, int]

REGIONS = (
    "US",
    "GB",
    "DE",
    "FR",
    "ES",
    "IT",
    "PT",
    "BR",
    "MX",
    "IN",
    "NL",
    "AT",
    "CH",
    "BE",
    "AU",
    "AE",
    "SA",
    "EG",
    "IE",
)
"""Countries whose national way of writing a phone number is understood; with + in front every country is."""

_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w@.+-])[\w][\w.+%-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[^\W\d_]{2,24}(?![\w@])")
_MAIL_HINT = re.compile(r"\w@\w")
_SPELLED_MAIL = re.compile(
    r"(?<![\w@.+-])[\w][\w.+%-]{0,63}\s*[\[({]\s*(?:at|@)\s*[\])}]\s*[\w-]{1,63}"
    r"(?:\s*(?:\.|[\[({]\s*(?:dot|\.)\s*[\])}])\s*[\w-]{2,24}){1,3}",
    re.IGNORECASE,
)
_MANY_DIGITS = re.compile(r"\d(?:[\s().\-/–‑]{0,3}\d){6}")
_WORTH_A_LOOK = re.compile(r"\w@\w|[\[({]\s*(?:[aA][tT]|@)|\d\D{0,3}\d|\w\d\w|\d[A-Za-z]")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \-]?[A-Za-z0-9]){11,30}")
_CARD = re.compile(r"(?<![\w.,+-])\d(?:[ \-]?\d){12,18}(?![\w])")
_PHONE = re.compile(r"(?<![\w@#$€£.,/=-])(?:\+|00)?[ ]?\(?\d(?:[ .\-/()–‑ ]{0,3}\d){6,16}(?![\w%€$£])")
_SOCIAL = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_BOOKING = re.compile(
    r"\b(?:booking|reservation|confirmation|pnr|record locator|buchung\w*|reserva|réservation|prenotazione)\b"
    r"[^\w\n]{0,3}(?:ref(?:erence)?|code|number|no|nr|nummer|is)?[^\w\n]{0,3}(?:is)?[^\w\n]{0,3}"
    r"\b(?P<code>(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6})\b",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"\b(?:passport|reisepass\w*|passeport|pasaporte|passaporto|passaporte)\b[^\d\n]{0,16}\b(?P<code>[A-Z]{0,2}\d{6,9})\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-/. ][01]?\d[-/. ][0-3]?\d|[0-3]?\d[-/. ][0-3]?\d[-/. ](?:19|20)\d\d"
    r"|(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d)(?!\d)"
)
_DECIMAL = re.compile(r"\d{1,2}\.\d+")
_NOT_A_PHONE = re.compile(
    r"(?:order|ref|reference|ticket|case|invoice|tracking|booking|parcel|bestell\w*|auftrag\w*|sendung\w*|rechnung\w*|"
    r"commande|colis|pedido|ordine|encomenda|isbn|ean|serial|id|imei|sku)\W{0,3}(?:no|nr|number|nummer|code|id|is)?\W{0,4}$",
    re.IGNORECASE,
)
_IBAN_LENGTH = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


def find_personal(text: str) -> tuple[Finding, ...]:
    """Mail addresses, phone numbers, cards, IBANs, social security, passport and booking numbers, in order of place."""
    if _WORTH_A_LOOK.search(text) is None:
        return ()
    many_digits = _MANY_DIGITS.search(text) is not None
    searched = _LINK.sub(lambda found: " " * len(found[0]), text) if "http" in text.lower() or "www." in text else text
    found: list[Finding] = []
    for kind, finder in _FINDERS:
        if kind in _DIGIT_KINDS and not many_digits:
            continue
        found += [Finding(kind, *span) for span in finder(searched) if _is_free(span, found)]
    return tuple(sorted(found, key=lambda finding: finding.start))


def _is_free(span: Span, found: list[Finding]) -> bool:
    return all(span[1] <= other.start or span[0] >= other.end for other in found)


def _mails(text: str) -> Iterator[Span]:
    if _MAIL_HINT.search(text) is not None:
        yield from (found.span() for found in _MAIL.finditer(text))
    if "[" in text or "(" in text or "{" in text:
        yield from (found.span() for found in _SPELLED_MAIL.finditer(text))


def _ibans(text: str) -> Iterator[Span]:
    at = 0
    while (found := _IBAN.search(text, at)) is not None:
        end = _iban_end(text, found)
        if end is not None:
            yield found.start(), end
        at = found.start() + 2 if end is None else end


def _iban_end(text: str, found: re.Match[str]) -> int | None:
    """Where the IBAN that begins here ends, if it is one: its country says how long it is."""
    length = _IBAN_LENGTH.get(found[0][:2].upper(), 0)
    places = [at for at in range(*found.span()) if text[at].isalnum()]
    if not length or len(places) < length:
        return None
    digits = "".join(text[at] for at in places[:length]).upper()
    moved = digits[4:] + digits[:4]
    if not moved.isascii() or int("".join(str(int(character, 36)) for character in moved)) % 97 != 1:
        return None
    end = places[length - 1] + 1
    return end if end == len(text) or not text[end].isalnum() else None


def _cards(text: str) -> Iterator[Span]:
    for found in _CARD.finditer(text):
        digits = [int(character) for character in found[0] if character.isdigit()]
        if digits[0] in (2, 3, 4, 5, 6) and _luhn(digits) and len(set(digits)) > 1:
            yield found.span()


def _luhn(digits: list[int]) -> bool:
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[::-2]) + sum(doubled)) % 10 == 0


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        written = found[0].lstrip()
        start = found.end() - len(written)
        if _DATE.match(written) or _DECIMAL.fullmatch(written) or _NOT_A_PHONE.search(text, max(0, start - 30), start):
            continue
        if _is_phone(written):
            yield start, found.end()


def _is_phone(written: str) -> bool:
    import phonenumbers

    digits = [character for character in written if character.isdigit()]
    if not 8 - written.startswith("+") <= len(digits) <= 15 or len(set(digits)) < 3:
        return False
    if written.startswith("00"):
        written = "+" + written[2:]
    regions: tuple[str | None, ...] = (None,) if written.startswith("+") else REGIONS
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(written, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _coded(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (found.span("code") for found in pattern.finditer(text))


def _socials(text: str) -> Iterator[Span]:
    return (found.span() for found in _SOCIAL.finditer(text))


_FINDERS: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
    ("mail", _mails),
    ("iban", _ibans),
    ("card", _cards),
    ("social_security", _socials),
    ("passport", _coded(_PASSPORT)),
    ("booking", _coded(_BOOKING)),
    ("phone", _phones),
)
_DIGIT_KINDS = frozenset(("iban", "card", "social_security", "phone"))
