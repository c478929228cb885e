"""Colours as every screen of the web takes them: sRGB, eight bits, no profile."""

from io import BytesIO

from PIL import Image, ImageCms

from hrcn_community.attachments.cleaning.sizes import smooth

SIXTEEN_BITS = {"I;16", "I;16L", "I;16B", "I;16N", "I"}
PLAIN = {"1", "L", "LA", "P", "RGB", "RGBA"}


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, by its own profile if that can be read."""
    if image.mode in SIXTEEN_BITS:
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if profile:
        image = _converted(smooth(image), profile)
    if image.mode == "RGB" and "transparency" in image.info:
        image = image.convert("RGBA")
    return image if image.mode in PLAIN else image.convert("RGB")


def is_opaque(image: Image.Image) -> bool:
    """Tell whether nothing shines through."""
    if "transparency" in image.info:
        return False
    return image.mode not in {"LA", "RGBA"} or image.getchannel("A").getextrema() == (255, 255)


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Follow the profile; one that is broken, or of another kind of colours, is forgotten quietly."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted or image
