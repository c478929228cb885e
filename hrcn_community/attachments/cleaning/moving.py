"""Pictures that move, from whatever form, as one WebP."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageSequence

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.colours import in_srgb
from hrcn_community.attachments.cleaning.outcome import Cleaned, NotTaken, Why
from hrcn_community.attachments.cleaning.sizes import reduced, refuse_beyond, small_beside

WEBP = {"quality": 75, "method": 3}
# Browsers show a frame that names no time, or next to none, for a tenth of a second.
USUAL, SHORTEST = 100, 20


def clean_moving(picture: Image.Image, folder: Path) -> Cleaned:
    """Write all frames again, each for as long as it was shown; the small picture stands still."""
    _refuse_beyond(picture)
    times: list[int] = []
    frames = list(_frames(picture, times))
    path = folder / "clean.webp"
    frames[0].save(
        path,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=_rounds(picture),
        **WEBP,
    )
    small, small_width, small_height = small_beside(frames[0], folder)
    return Cleaned.of(
        ".webp",
        path,
        small,
        width=frames[0].width,
        height=frames[0].height,
        small_width=small_width,
        small_height=small_height,
        is_animated=True,
    )


def _refuse_beyond(picture: Image.Image) -> None:
    count = getattr(picture, "n_frames", 1)
    refuse_beyond(*picture.size)
    if count > limits.FRAMES or count * picture.width * picture.height > limits.MOVING_PIXELS:
        raise NotTaken(Why.TOO_MANY_PIXELS)


def _frames(picture: Image.Image, times: list[int]) -> Iterator[Image.Image]:
    """Yield bare frames, and note how long each is shown."""
    profile = picture.info.get("icc_profile")
    for frame in ImageSequence.Iterator(picture):
        if frame.size != picture.size:
            raise NotTaken(Why.DAMAGED)
        bare = in_srgb(
            reduced(frame.convert("RGBA"), limits.KEPT_SIDE, limits.KEPT_SIDE), profile
        ).copy()
        time = int(frame.info.get("duration") or 0)
        times.append(time if time >= SHORTEST else USUAL)
        bare.info = {}
        yield bare


def _rounds(picture: Image.Image) -> int:
    """Return how often it plays: 0 is for ever; a GIF that does not say plays once."""
    rounds = picture.info.get("loop", 1)
    return rounds if isinstance(rounds, int) and 0 <= rounds < 65_536 else 0
