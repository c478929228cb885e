"""How large a picture says that it is, how large it may stay, and which way is up."""

from pathlib import Path

from PIL import Image

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SMALL = {"quality": 75, "method": 4}


def refuse_beyond(width: int, height: int) -> None:
    """Refuse a picture by what it says of its size; nothing of it is decoded yet."""
    if max(width, height) > limits.LONGEST_SIDE or width * height > limits.PIXELS:
        raise NotTaken(Why.TOO_MANY_PIXELS)


def measure_before_opening(source: Path, form: str) -> None:
    """WebP alone: its library makes room for the whole canvas before it says how large that is."""
    if form != "WEBP":
        return
    with source.open("rb") as file:
        head = file.read(30)
    if head[12:16] == b"VP8X":
        sides = head[24:27], head[27:30]
        refuse_beyond(*(int.from_bytes(side, "little") + 1 for side in sides))


def upright(picture: Image.Image) -> Image.Transpose | None:
    """Return the turn that the camera asked for, if it is one."""
    try:
        return TURNS.get(picture.getexif().get(ORIENTATION, 1))
    except Exception:
        # What is written beside the pixels may be broken in any way; they are shown as they lie.
        return None


def reduced(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return the picture within these sides, or as it is."""
    scale = min(width / image.width, height / image.height)
    if scale >= 1:
        return image
    sides = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return smooth(image).resize(sides, Image.Resampling.LANCZOS, reducing_gap=2.0)


def smooth(image: Image.Image) -> Image.Image:
    """Return the picture in colours that can be mixed: not those of a palette, nor of one bit."""
    if image.mode == "P" or "transparency" in image.info:
        has_holes = "transparency" in image.info or (image.palette and image.palette.mode == "RGBA")
        return image.convert("RGBA" if has_holes else "RGB")
    return image.convert("L") if image.mode == "1" else image


def small_beside(image: Image.Image, folder: Path) -> tuple[Path, int, int]:
    """Write the small picture; return it and its sides."""
    path = folder / "small.webp"
    small = reduced(image, limits.SMALL_WIDTH, limits.SMALL_HEIGHT)
    small = smooth(small)
    small.info = {}
    small.save(path, "WEBP", **SMALL)
    return path, small.width, small.height
