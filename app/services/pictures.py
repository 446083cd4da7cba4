"""Looks at picture files of strangers and colleagues with suspicion. Known by the hub's media and by attaching; knows
core and domain.

What a file is, its own first bytes say, never its name or what a server calls it. The dimensions are checked before
anything is unpacked. Everything here takes time: it runs on a thread.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from PIL import Image, ImageOps

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.picture import Picture

MOST_PIXELS = 50_000_000
LONGEST_SHOWN = 1600
THUMB = 96
SMALLER = ((1.0, 85), (0.8, 85), (0.6, 80), (0.45, 80), (0.33, 75), (0.25, 70), (0.15, 70))
"""Share of width and height, and quality, tried one after the other until the file is small enough."""
SAME = 3
"""Fingerprints of one picture, saved or scaled differently, differ in no more bits than this."""

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}


class Prepared(Struct, frozen=True, kw_only=True):
    """A picture that may go out: the bytes, what they are, and what shows whether it is another one again."""

    data: bytes
    mime: str
    width: int
    height: int
    thumb: bytes
    fingerprint: int


def sniff(data: bytes) -> str:
    """The MIME type the first bytes speak of, one of the four we take; empty for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return ""


def remade(data: bytes) -> tuple[Picture, int]:
    """A stranger's picture made anew, at most 1600 pixels long, first frame only, and its fingerprint.

    Raises:
        BadInput: it is no picture of a kind we take, is damaged, or is too large to be unpacked.
    """
    with _opened(data) as opened:
        image = ImageOps.exif_transpose(opened)
        image.thumbnail((LONGEST_SHOWN, LONGEST_SHOWN))
        clear = image.has_transparency_data
        image = image.convert("RGBA" if clear else "RGB")
        made = io.BytesIO()
        if clear:
            image.save(made, "PNG")
        else:
            image.save(made, "JPEG", quality=85)
        mime = "image/png" if clear else "image/jpeg"
        shown = Picture(data=made.getvalue(), mime=mime, width=image.width, height=image.height)
        return shown, fingerprint(image)


def prepared(data: bytes) -> Prepared:
    """A colleague's picture as it may go out: checked, and without the place and camera a photo tells of.

    Raises:
        BadInput: as `remade`.
    """
    with _opened(data) as opened:
        mime = FORMATS[str(opened.format)]
        image = ImageOps.exif_transpose(opened)
        clean = _without_traces(opened, image, mime) or data
        thumb = image.convert("RGBA")
        mark = fingerprint(thumb)
        thumb.thumbnail((THUMB, THUMB))
        small = io.BytesIO()
        thumb.save(small, "PNG")
        return Prepared(
            data=clean,
            mime=mime,
            width=image.width,
            height=image.height,
            thumb=small.getvalue(),
            fingerprint=mark,
        )


def smaller(data: bytes, most: int = 0) -> Prepared:
    """The same picture as a smaller file: at most `most` bytes, and half of what it is where it is no larger than that.

    Raises:
        BadInput: as `remade`; it moves; or it cannot be made so small.
    """
    wanted = most if 0 < most < len(data) else len(data) // 2
    with _opened(data) as opened:
        if getattr(opened, "n_frames", 1) > 1:
            raise BadInput(
                _("A moving picture cannot be made smaller here."), hint=_("Take it off, or add a smaller one.")
            )
        image = ImageOps.exif_transpose(opened)
        for share, quality in SMALLER:
            made = _scaled(image, share, quality)
            if len(made) <= wanted:
                return prepared(made)
    raise BadInput(_("The picture cannot be made small enough."), hint=_("Take it off, or add a smaller one."))


def _scaled(image: Image.Image, share: float, quality: int) -> bytes:
    """This share of its width and height; what is clear stays clear."""
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    made = io.BytesIO()
    if image.has_transparency_data:
        image.convert("RGBA").resize(size, Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    else:
        image.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(made, "JPEG", quality=quality)
    return made.getvalue()


def fingerprint(image: Image.Image) -> int:
    """64 bits that stay nearly the same when a picture is scaled or saved again: does it grow lighter to the right?"""
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    grey = flat.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    pixels = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (pixels[row * 9 + column] < pixels[row * 9 + column + 1])
    return bits - (1 << 63)


def alike(one: int, other: int) -> bool:
    """Whether two fingerprints are of one picture. A plain area has no fingerprint and is like nothing."""
    plain = -(1 << 63)
    return one != plain and ((one - plain) ^ (other - plain)).bit_count() <= SAME


def _without_traces(opened: Image.Image, upright: Image.Image, mime: str) -> bytes:
    """The file without its Exif part; empty where it has none."""
    if not opened.getexif() and "xmp" not in opened.info:
        return b""
    made = io.BytesIO()
    animated = getattr(opened, "n_frames", 1) > 1
    if animated:
        opened.save(made, opened.format, save_all=True, exif=b"", xmp=b"")
    elif mime == "image/jpeg":
        upright.convert("RGB").save(made, "JPEG", quality=92, exif=b"")
    else:
        upright.save(made, opened.format, exif=b"")
    return made.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    if not sniff(data):
        raise BadInput(
            _("This is no picture that can be used."), hint=_("JPEG, PNG, WebP and GIF are taken, whatever the name.")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadInput(
                        _("The picture is too large: {width} × {height} pixels.").format(
                            width=image.width, height=image.height
                        ),
                        hint=_("Make it smaller and try again."),
                    )
                image.load()
                yield image
    except BadInput:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadInput(
            _("The picture is damaged and cannot be shown."), hint=_("Save it anew and try again.")
        ) from error
