"""A picture keeps what is seen on it, and nothing that is not."""

import io
import random
from typing import Any

import exifread
import pytest
from PIL import Image, ImageCms

from hrcn_community.attachments.cleaning import Why, images, limits
from tests.attachments import files
from tests.attachments.files import hidden_in

SECRET = "Zweitname7"
MAKERS = [files.a_photo, files.a_png, files.a_webp, files.an_avif, files.a_gif]


def _opened(raw: bytes) -> Any:
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image


def _is_near(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=False))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_nothing_hangs_on_a_picture_any_more(make, clean):
    raw = make(SECRET)
    assert hidden_in(raw, SECRET), "the test would pass emptily"
    outcome, cleaned = clean(raw)
    assert not hidden_in(cleaned, SECRET)
    assert outcome.small is not None
    assert not hidden_in(outcome.small.read_bytes(), SECRET)
    left = _opened(cleaned)
    assert not left.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(left.info)


def test_another_reader_finds_the_place_before_and_nothing_after(clean):
    raw = files.a_photo(SECRET)
    assert "GPS GPSLatitude" in exifread.process_file(io.BytesIO(raw))
    assert exifread.process_file(io.BytesIO(clean(raw)[1])) == {}


@pytest.mark.parametrize(
    ("make", "extension"),
    [
        (files.a_photo, ".jpg"),
        (files.a_png, ".png"),
        (files.a_gif, ".png"),
        (files.a_webp, ".webp"),
        (files.an_avif, ".webp"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_picture_is_written_in_a_form_of_the_web_and_looks_the_same(make, extension, clean):
    outcome, cleaned = clean(make())
    assert (outcome.kind, outcome.extension) == ("image", extension)
    assert (outcome.width, outcome.height, outcome.pages, outcome.is_animated) == (
        160,
        120,
        0,
        False,
    )
    seen = _opened(cleaned).convert("RGB")
    assert seen.size == (160, 120)
    assert _is_near(seen.getpixel((20, 20)), (220, 30, 30))
    assert _is_near(seen.getpixel((140, 100)), (30, 30, 220))


@pytest.mark.parametrize(
    "make",
    [files.a_photo, files.a_png, files.a_webp, files.an_avif],
    ids=lambda make: make.__name__,
)
def test_a_picture_that_lay_on_its_side_stands_upright(make, clean):
    outcome, cleaned = clean(make(SECRET))
    assert (outcome.width, outcome.height) == (120, 160)
    seen = _opened(cleaned).convert("RGB")
    # Turned by a quarter to the right, the red corner above on the left comes to the right.
    assert _is_near(seen.getpixel((100, 20)), (220, 30, 30))
    assert _is_near(seen.getpixel((20, 140)), (30, 30, 220))


def test_the_same_picture_gives_the_same_bytes(clean):
    for make in MAKERS:
        first, second = clean(make(SECRET)), clean(make(SECRET))
        assert first[1] == second[1], make.__name__
        assert first[0].small.read_bytes() == second[0].small.read_bytes()


def test_a_large_picture_comes_down_to_what_screens_show_and_a_small_one_stands_beside_it(clean):
    outcome, cleaned = clean(files.a_photo(width=4000, height=1000))
    assert (outcome.width, outcome.height) == _opened(cleaned).size == (limits.KEPT_SIDE, 640)
    small = _opened(outcome.small.read_bytes())
    assert small.format == "WEBP"
    assert (outcome.small_width, outcome.small_height) == small.size == (640, 160)


def test_what_shines_through_still_does(clean):
    glass = Image.new("RGBA", (60, 60), (250, 10, 10, 0))
    glass.paste((10, 10, 250, 255), (0, 0, 30, 60))
    in_palette = glass.convert("P")
    in_palette.info["transparency"] = in_palette.getpixel((50, 50))
    for raw in (
        files.a_png(image=glass),
        files.a_webp(image=glass),
        files.saved(in_palette, "PNG", transparency=in_palette.getpixel((50, 50))),
        files.saved(in_palette, "GIF", transparency=in_palette.getpixel((50, 50))),
    ):
        outcome, cleaned = clean(raw)
        alpha = _opened(cleaned).convert("RGBA").getchannel("A")
        assert (alpha.getpixel((5, 5)), alpha.getpixel((50, 50))) == (255, 0)
        assert _opened(outcome.small.read_bytes()).convert("RGBA").getpixel((50, 50))[3] == 0


def test_drawings_of_few_colours_stay_exact(clean):
    for mode in ("1", "L", "P", "RGB"):
        drawn = files.a_view(mode=mode)
        seen = _opened(clean(files.a_png(image=drawn))[1])
        assert seen.convert("RGB").tobytes() == drawn.convert("RGB").tobytes(), mode


def test_sixteen_bits_become_eight(clean):
    seen = _opened(clean(files.saved(Image.new("I;16", (30, 30), 32_896), "PNG"))[1])
    assert seen.getpixel((3, 3)) == 128


def test_a_photograph_saved_as_png_becomes_a_photograph(clean, monkeypatch):
    monkeypatch.setattr(images, "WORTH_A_JPEG_FROM", 50_000)
    noise = Image.frombytes("RGB", (80, 60), random.Random(7).randbytes(60 * 80 * 3))
    photo = noise.resize((400, 300), Image.Resampling.BICUBIC)
    assert clean(files.saved(photo, "PNG"))[0].extension == ".jpg"
    photo.putalpha(200)
    assert clean(files.saved(photo, "PNG"))[0].extension == ".png"


def test_the_colours_of_a_wide_profile_are_brought_home_and_the_profile_is_dropped(clean):
    swapped = _profile_with_red_and_green_swapped()
    raw = files.saved(Image.new("RGB", (40, 40), (230, 20, 20)), "PNG", icc_profile=swapped)
    seen = _opened(clean(raw)[1])
    assert "icc_profile" not in seen.info
    red, green, _blue = seen.convert("RGB").getpixel((5, 5))
    assert green > 200 > 100 > red


def _profile_with_red_and_green_swapped() -> bytes:
    """Return a profile that cannot be overlooked: sRGB, whose red is called green."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = raw.find(b"rXYZ"), raw.find(b"gXYZ")
    raw[red : red + 4], raw[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(raw)


def test_a_broken_profile_or_broken_exif_does_not_cost_the_picture(clean):
    outcome, _ = clean(files.saved(files.a_view(), "PNG", icc_profile=b"no profile at all"))
    assert outcome.extension == ".png"
    assert (
        clean(files.saved(files.a_view(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"))[0].width
        == 160
    )


def test_the_colours_of_print_become_those_of_screens(clean):
    seen = _opened(clean(files.saved(files.a_view(mode="CMYK"), "JPEG"))[1])
    assert seen.mode == "RGB"
    assert _is_near(seen.getpixel((20, 20)), (220, 30, 30))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_what_moves_still_moves_and_its_small_picture_stands_still(form, clean):
    frames = [files.a_view(80, 60).rotate(90 * n) for n in range(4)]
    raw = files.saved(
        frames[0], form, save_all=True, append_images=frames[1:], duration=[80, 120, 80, 80], loop=0
    )
    outcome, cleaned = clean(raw)
    assert (outcome.extension, outcome.is_animated, outcome.width) == (".webp", True, 80)
    moving = _opened(cleaned)
    assert (moving.n_frames, moving.info["loop"]) == (4, 0)
    moving.seek(1)
    moving.load()
    assert moving.info["duration"] == 120
    assert _is_near(moving.convert("RGB").getpixel((50, 20)), frames[1].getpixel((50, 20)))
    assert getattr(_opened(outcome.small.read_bytes()), "n_frames", 1) == 1


def test_nothing_hangs_on_a_moving_picture_either(clean):
    frames = [files.a_view(80, 60).rotate(90 * n) for n in range(3)]
    several = {"save_all": True, "append_images": frames[1:], **files.hung_on(SECRET)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for raw in (
        files.a_gif(SECRET, frames=3),
        files.saved(frames[0], "WEBP", icc_profile=profile, **several) + SECRET.encode(),
    ):
        assert hidden_in(raw, SECRET)
        cleaned = clean(raw)[1]
        assert not hidden_in(cleaned, SECRET)
        assert not {"icc_profile", "exif", "xmp"} & set(_opened(cleaned).info)


def test_too_many_frames_are_refused_before_they_are_decoded(why, monkeypatch):
    monkeypatch.setattr(limits, "FRAMES", 3)
    assert why(files.a_gif(frames=4)) == Why.TOO_MANY_PIXELS
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MOVING_PIXELS", 160 * 120 * 3)
    assert why(files.a_gif(frames=4)) == Why.TOO_MANY_PIXELS


def test_a_second_picture_behind_the_first_is_gone(clean):
    hidden = files.a_view(40, 40).rotate(45)
    raw = files.saved(files.a_view(), "MPO", save_all=True, append_images=[hidden])
    assert raw.count(b"\xff\xd8\xff") > 1
    outcome, cleaned = clean(raw)
    assert not outcome.is_animated
    assert cleaned.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize(
    "raw", [files.a_huge_png(), files.a_huge_png(20_001, 1), files.a_huge_png(8_000, 8_000)]
)
def test_a_picture_is_measured_before_it_is_decoded(raw, why, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    assert why(raw) == Why.TOO_MANY_PIXELS


def test_a_webp_is_measured_before_its_library_makes_room_for_it(why, monkeypatch):
    raw = bytearray(files.a_webp(SECRET))
    assert raw[12:16] == b"VP8X"
    raw[24:30] = (16_000).to_bytes(3, "little") * 2
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("opened"))
    assert why(bytes(raw)) == Why.TOO_MANY_PIXELS


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_picture_that_was_cut_off_is_refused(make, share, why):
    raw = make()
    assert why(raw[: int(len(raw) * share)]) == Why.DAMAGED
