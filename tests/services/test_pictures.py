"""A picture file is what its bytes say, and leaves the house without the traces of its camera."""

import io

import pytest
from PIL import Image

from app.core.errors import BadInput
from app.services.pictures import LONGEST_SHOWN, alike, prepared, remade, smaller, sniff
from tests.fakes.pictures import bomb, photo


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_four_kinds_are_known_by_their_bytes(kind: str) -> None:
    assert sniff(photo(kind=kind)) == f"image/{kind.lower()}"
    assert prepared(photo(kind=kind)).mime == f"image/{kind.lower()}"


@pytest.mark.parametrize("data", [b"", b"<svg onload='x'/>", b"%PDF-1.7", b"BM" + bytes(60), b"\x00" * 100])
def test_anything_else_is_refused_whatever_it_is_called(data: bytes) -> None:
    assert sniff(data) == ""
    with pytest.raises(BadInput):
        remade(data)


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    with pytest.raises(BadInput):
        remade(bomb())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("keep", [12, 40, 0.5, 0.9])
def test_a_damaged_picture_is_refused_in_words(kind: str, keep: float) -> None:
    data = photo(kind=kind)
    cut = data[: int(keep if keep > 1 else len(data) * keep)]
    with pytest.raises(BadInput) as caught:
        remade(cut)
    assert caught.value.hint


def test_a_strangers_picture_is_made_anew_and_no_longer_than_needed() -> None:
    shown, _mark = remade(photo(3000, 600, exif=True))
    assert (shown.width, shown.height, shown.mime) == (LONGEST_SHOWN, 320, "image/jpeg")
    assert b"A camera that tells" not in shown.data


def test_a_photo_goes_out_without_its_camera_and_place() -> None:
    original = photo(exif=True)
    assert b"A camera that tells" in original
    ready = prepared(original)
    assert b"A camera that tells" not in ready.data
    assert Image.open(io.BytesIO(ready.data)).size == (64, 48)


def test_a_picture_without_traces_goes_out_byte_for_byte() -> None:
    assert prepared(photo(kind="PNG")).data == photo(kind="PNG")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_made_as_small_as_asked_or_half_of_what_it_is(kind: str) -> None:
    original = photo(400, 300, kind=kind)
    assert len(smaller(original).data) <= len(original) // 2
    wanted = len(original) * 2 // 3
    made = smaller(original, wanted)
    assert len(made.data) <= wanted
    assert (made.mime, round(100 * made.width / made.height)) == ("image/jpeg", 133)
    assert len(smaller(original, 2 * len(original)).data) <= len(original) // 2


def test_a_smaller_picture_keeps_what_is_clear_and_loses_its_camera() -> None:
    clear = Image.effect_noise((200, 100), 60).convert("RGBA")
    clear.putalpha(128)
    file = io.BytesIO()
    clear.save(file, "PNG")
    made = smaller(file.getvalue())
    assert made.mime == "image/png"
    assert Image.open(io.BytesIO(made.data)).getpixel((0, 0))[3] == 128  # type: ignore[index]
    assert b"A camera that tells" not in smaller(photo(400, 300, exif=True)).data


def test_what_moves_or_cannot_be_made_so_small_is_refused_with_a_way_out() -> None:
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    for data, most in ((moving.getvalue(), 0), (photo(400, 300), 10)):
        with pytest.raises(BadInput) as caught:
            smaller(data, most)
        assert caught.value.hint


def test_a_picture_is_known_again_scaled_and_saved_anew_and_another_is_not() -> None:
    original = photo(640, 480)
    shown, mark = remade(original)
    again = io.BytesIO()
    Image.open(io.BytesIO(shown.data)).resize((320, 240)).save(again, "PNG")
    assert alike(mark, prepared(again.getvalue()).fingerprint)
    assert not alike(mark, prepared(photo(640, 480, seed=3)).fingerprint)


def test_a_plain_area_is_like_nothing() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (50, 50), "white").save(plain, "PNG")
    mark = prepared(plain.getvalue()).fingerprint
    assert not alike(mark, mark)
