"""Pictures: measured before they are decoded, turned upright, and encoded anew without anything else."""

from pathlib import Path

from PIL import AvifImagePlugin, Image, WebPImagePlugin

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.colours import in_srgb, is_opaque
from hrcn_community.attachments.cleaning.moving import clean_moving
from hrcn_community.attachments.cleaning.outcome import Cleaned
from hrcn_community.attachments.cleaning.sizes import (
    measure_before_opening,
    reduced,
    refuse_beyond,
    small_beside,
    upright,
)

# Our own bounds are asked first and are narrower; Pillow's would warn, and speak of attacks.
Image.MAX_IMAGE_PIXELS = None
# A photograph saved as PNG: kept so unless a JPEG is this many times smaller.
WORTH_A_JPEG_FROM, TIMES_SMALLER = limits.MEGABYTE, 4
# Named, so that Pillow does not load its forty other forms in search of them.
FORMS = (AvifImagePlugin.AvifImageFile, WebPImagePlugin.WebPImageFile)
JPEG = {"quality": 85, "progressive": True, "optimize": True}
WEBP = {"quality": 82, "method": 4}


def clean(source: Path, folder: Path, form: str) -> Cleaned:
    """Write the picture again, and a small one beside it."""
    measure_before_opening(source, form)
    with Image.open(source, formats=[form]) as picture:
        refuse_beyond(*picture.size)
        if form != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            return clean_moving(picture, folder)
        is_lossless = form == "WEBP" and _is_lossless(source)
        image = _plain(picture)
    path = _write(image, folder, form, is_lossless)
    small, small_width, small_height = small_beside(image, folder)
    return Cleaned.of(
        path.suffix,
        path,
        small,
        width=image.width,
        height=image.height,
        small_width=small_width,
        small_height=small_height,
    )


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, upright, small enough, in the colours of the web."""
    # A JPEG can be decoded at half its size or less, which spares memory for the largest.
    picture.draft(None, (limits.KEPT_SIDE, limits.KEPT_SIDE))
    picture.load()
    turn = upright(picture)
    profile = picture.info.get("icc_profile")
    image = in_srgb(reduced(picture, limits.KEPT_SIDE, limits.KEPT_SIDE), profile)
    image = image if turn is None else image.transpose(turn)
    return _without_words(image)


def _without_words(image: Image.Image) -> Image.Image:
    """Take from a picture all that is not pixels: whatever hangs on it, an encoder may write."""
    bare = image.copy()
    bare.info = {name: held for name, held in image.info.items() if name == "transparency"}
    return bare


def _write(image: Image.Image, folder: Path, form: str, is_lossless: bool) -> Path:
    if form == "JPEG":
        return _as_jpeg(image, folder)
    if form in {"WEBP", "AVIF"}:
        path = folder / "clean.webp"
        image.save(path, "WEBP", lossless=is_lossless, **WEBP)
        return path
    return _as_png(image, folder)


def _as_jpeg(image: Image.Image, folder: Path) -> Path:
    path = folder / "clean.jpg"
    image.convert("L" if image.mode in {"1", "L"} else "RGB").save(path, "JPEG", **JPEG)
    return path


def _as_png(image: Image.Image, folder: Path) -> Path:
    path = folder / "clean.png"
    image.save(path, "PNG")
    size = path.stat().st_size
    if size < WORTH_A_JPEG_FROM or image.mode == "P" or not is_opaque(image):
        return path
    photo = _as_jpeg(image, folder)
    too_large, kept = (
        (path, photo) if photo.stat().st_size * TIMES_SMALLER <= size else (photo, path)
    )
    too_large.unlink()
    return kept


def _is_lossless(source: Path) -> bool:
    with source.open("rb") as file:
        return file.read(16)[12:] == b"VP8L"
