"""Picture files as tests want them: good ones, and every kind of bad one. Known by tests of media and attaching."""

import io
import zlib

from PIL import Image


def photo(width: int = 64, height: int = 48, *, kind: str = "JPEG", exif: bool = False, seed: int = 1) -> bytes:
    """A picture with something on it."""
    image = Image.new("RGB", (width, height))
    image.putdata(
        [((x * 7 * seed) % 256, (x * y * seed) % 256, (y * 11) % 256) for y in range(height) for x in range(width)]
    )
    made = io.BytesIO()
    tags = Image.Exif()
    tags[0x010F] = "A camera that tells"
    if exif:
        image.save(made, kind, exif=tags)
    else:
        image.save(made, kind)
    return made.getvalue()


def bomb() -> bytes:
    """A small PNG that says it is 30,000 pixels wide and high."""
    small = io.BytesIO()
    Image.new("L", (1, 1)).save(small, "PNG")
    data = bytearray(small.getvalue())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)
