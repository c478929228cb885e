"""Pictures inside documents: the same pixels in the same form, without what is written beside them."""

from io import BytesIO

from PIL import Image, ImageSequence

from hrcn_community.attachments.cleaning.drawings import clean_svg
from hrcn_community.attachments.cleaning.jpeg import strip_jpeg
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why
from hrcn_community.attachments.cleaning.sizes import refuse_beyond

PNG = b"\x89PNG\r\n\x1a\n"
# What decodes and what changes colours; words, times, Exif and whatever else is left out.
PNG_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs",
    b"hIST", b"iCCP", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
ENCODED_AGAIN = {b"GIF8": "GIF", b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"RIFF": "WEBP"}
EMF_MARK = b" EMF"
WMF = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")


def clean_picture(raw: bytes) -> bytes:
    """Return a picture without words, or refuse what is no picture that can be cleaned."""
    if raw.startswith(b"\xff\xd8"):
        return strip_jpeg(raw)
    if raw.startswith(PNG):
        return strip_png(raw)
    if raw[40:44] == EMF_MARK:
        return _without_emf_words(raw)
    if raw.startswith(WMF):
        return raw
    for start, form in ENCODED_AGAIN.items():
        if raw.startswith(start):
            return _encoded_again(raw, form)
    if b"<svg" in raw[:4096]:
        return clean_svg(raw, clean_picture)
    raise NotTaken(Why.EMBEDDED)


def strip_png(raw: bytes) -> bytes:
    """Return a PNG with the chunks that decode, and nothing after its end."""
    kept, at = [PNG], len(PNG)
    while at < len(raw):
        size = int.from_bytes(raw[at : at + 4], "big") + 12
        name = raw[at + 4 : at + 8]
        if at + size > len(raw):
            raise NotTaken(Why.DAMAGED)
        if name == b"IHDR":
            sides = raw[at + 8 : at + 12], raw[at + 12 : at + 16]
            refuse_beyond(*(int.from_bytes(side, "big") for side in sides))
        if name in PNG_CHUNKS:
            kept.append(raw[at : at + size])
        at += size
        if name == b"IEND":
            break
    return b"".join(kept)


def _without_emf_words(raw: bytes) -> bytes:
    """Blank the description in the head of an EMF, which names the program and the drawing."""
    count, at = (int.from_bytes(raw[i : i + 4], "little") for i in (60, 64))
    end = at + 2 * count
    if not count or end > len(raw):
        return raw
    return raw[:60] + bytes(8) + raw[68:at] + bytes(end - at) + raw[end:] if at >= 68 else raw


def _encoded_again(raw: bytes, form: str) -> bytes:
    """Decode and encode: the rarer forms have too many corners to pick words out of."""
    written = BytesIO()
    with Image.open(BytesIO(raw), formats=[form]) as picture:
        refuse_beyond(*picture.size)
        frames = [frame.copy() for frame in ImageSequence.Iterator(picture)]
    kept = {"transparency", "duration", "loop", "disposal"} if form == "GIF" else set()
    times = [frame.info.get("duration", 0) for frame in frames]
    for frame in frames:
        frame.info = {name: frame.info[name] for name in kept & set(frame.info)}
    several = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    if several and form == "GIF":
        several |= {"duration": times, "loop": frames[0].info.get("loop", 0)}
    if form == "TIFF":
        several |= {"compression": "tiff_lzw"}
    if form == "WEBP":
        several |= {"lossless": True}
    frames[0].save(written, form, **several)
    return written.getvalue()
