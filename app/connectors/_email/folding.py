"""What a person wrote, without the quoted history and the signature below it. Known by posts; knows nothing.

Nothing that might be the person's own is dropped: quotations between own lines stay, and a mail that would come out
empty stays whole. Every rule reads lines once, so that no mail takes long, however it is made.
"""

import re

SIGNATURE_LINES = 12
"""A closing block may have so many lines; what is longer is text."""
QUOTED_LINES = 4
"""Of a quotation above or between own lines that are kept, its last ones."""
FOLDED = "> […]"
_WROTE = re.compile(
    "wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|napisał|napsal|kirjoitti|написа[лв]|пише|yazdı|írta|scris"
    "|έγραψε|写道|寫道|のメッセージ|작성|كتب|כתב",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^[\s>*]*[-_]{2,}\s*(?:original(?:e| message|nachricht)?|message d.origine|mensaje original|messaggio originale"
    r"|mensagem original|oorspronkelijk bericht|ursprüngliche nachricht|ursprungligt meddelande"
    r"|oprindelig meddelelse|исходное сообщение)[^-_]{0,40}[-_]*\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:from|von|de|da|van|från|fra|od|от|发件人|差出人)\*?\s?[:：]", re.IGNORECASE)
_SENT = re.compile(
    r"^\s*\*?(?:sent|date|gesendet|datum|envoyé|date|enviado|fecha|inviato|data|verzonden|skickat|sendt|wysłano|отправлено"
    r"|发送时间|送信日時)\*?\s?[:：]",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\s*\*?(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|主题|件名)\*?\s?[:：]",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"^\s*(?:(?:sent|get|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłano|отправлено)\b.{0,60}"
    r"\b(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|outlook|mobile|handy|smartphone|telefoon|mail)\b.{0,60}"
    r"|(?:von|diese nachricht wurde von) mei?nem? .{0,40} gesendet)\s*$",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """The person's own words. Never raises, never empty where the text is not."""
    lines = text.splitlines()
    own = _without_signature(_without_history(lines))
    if not any(line.strip() for line in own):
        own = _without_history(lines)
    if not any(line.strip() and not _quoted(line) for line in own):
        return text.strip()
    return "\n".join(_short_quotations(own)).strip()


def _quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|>"))


def _without_history(lines: list[str]) -> list[str]:
    own = max((at for at, line in enumerate(lines) if line.strip() and not _quoted(line)), default=-1)
    end = next((at for at in range(len(lines)) if _begins_history(lines, at, own)), len(lines))
    if any(line.strip() for line in lines[:end]):
        lines = lines[:end]
    kept = max((at for at, line in enumerate(lines) if line.strip() and not _quoted(line)), default=-1)
    return _without_attribution(lines[: kept + 1])


def _begins_history(lines: list[str], at: int, own: int) -> bool:
    """Whether from here on there is only what others wrote before; `own` is the last line that is no quotation."""
    if _BETWEEN.match(lines[at]):
        return True
    if _FROM.match(lines[at]):  # a whole head of a mail: "From: Oslo, Date: Friday" alone is a person's own
        head = lines[at + 1 : at + 7]
        if any(map(_SENT.match, head)) and any(map(_SUBJECT.match, head)):
            return True
    return _attribution_end(lines, at) > max(at, own)


def _attribution_end(lines: list[str], at: int) -> int:
    for end in range(at + 1, min(at + 4, len(lines) + 1)):
        said = " ".join(line.strip() for line in lines[at:end]).strip("* ")
        if not said or len(said) > 300 or not lines[end - 1].strip():
            return at
        if said.endswith((":", "：")) and _WROTE.search(said) and re.search(r"\d|@", said):
            return end
    return at


def _without_attribution(lines: list[str]) -> list[str]:
    """The line that says who wrote what followed, when what followed is gone."""
    for start in range(max(0, len(lines) - 3), len(lines)):
        if _attribution_end(lines, start) == len(lines) and any(line.strip() for line in lines[:start]):
            return lines[:start]
    return lines


def _without_signature(lines: list[str]) -> list[str]:
    for at in range(max(0, len(lines) - SIGNATURE_LINES), len(lines)):
        bare = lines[at] == "--" and len(lines) - at <= SIGNATURE_LINES // 2
        if bare or lines[at] == "-- " or (at and _DEVICE.match(lines[at])):
            kept = lines[:at]
            return kept if any(line.strip() for line in kept) else lines
    return lines


def _short_quotations(lines: list[str]) -> list[str]:
    """Long quotations above and between own lines, cut to their last lines."""
    kept: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if _quoted(line):
            block.append(line)
            continue
        kept += [FOLDED, *block[-QUOTED_LINES:]] if len(block) > QUOTED_LINES + 1 else block
        block = []
        kept.append(line)
    return kept
