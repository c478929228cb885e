"""OpenDocument: text, sheets and slides; only parts that are understood are written again."""

from hrcn_community.attachments.cleaning.markup import (
    Element,
    name_of,
    read_xml,
    split_name,
    write_xml,
)
from hrcn_community.attachments.cleaning.opendocument_parts import clean_part
from hrcn_community.attachments.cleaning.outcome import FORMS, ODF, NotTaken, Why
from hrcn_community.attachments.cleaning.pictures import clean_picture
from hrcn_community.attachments.cleaning.zips import Parts

MANIFEST = "META-INF/manifest.xml"
ENDINGS = {form: ending for ending, (_, form) in FORMS.items() if form.startswith(ODF)}
WORDS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
PROGRAMS = ("Basic/", "Scripts/", "Dialogs/")
DROPPED = (
    "Configurations2/", "META-INF/", "Thumbnails/", "layout-cache", "manifest.rdf", "Versions/",
    "VersionList.xml", "current.xml",
)  # fmt: skip
FONTS = (b"OTTO", b"\0\x01\0\0", b"true", b"ttcf", b"wOFF", b"wOF2")
REPLACEMENTS = "ObjectReplacements/"


def clean_opendocument(parts: Parts) -> tuple[str, Parts]:
    """Return the ending and the clean parts of a document."""
    form = parts["mimetype"].decode("ascii", "replace").strip()
    if form not in ENDINGS:
        raise NotTaken(Why.ARCHIVE if not form.startswith(ODF) else Why.UNKNOWN)
    if any(name.startswith(PROGRAMS) for name in parts):
        raise NotTaken(Why.MACROS)
    manifest = _manifest(parts)
    cleaned: Parts = {"mimetype": form.encode()}
    for name in sorted(parts.keys() - cleaned.keys()):
        clean = None if name.startswith(DROPPED) else _cleaned(name, parts[name])
        if clean is not None:
            cleaned[name] = clean
    cleaned[MANIFEST] = _manifest_of(manifest, cleaned)
    return ENDINGS[form], cleaned


def _manifest(parts: Parts) -> Element:
    """Return the list of parts. Of a document under a password nothing else can be read."""
    if MANIFEST not in parts:
        raise NotTaken(Why.DAMAGED)
    manifest = read_xml(parts[MANIFEST])
    if any(name_of(each) == "encryption-data" for each in manifest.iter()):
        raise NotTaken(Why.PROTECTED)
    if "content.xml" not in parts:
        raise NotTaken(Why.DAMAGED)
    return manifest


def _cleaned(name: str, raw: bytes) -> bytes | None:
    """Return a part without what nobody sees, or None for one that the document does without."""
    last = name.rpartition("/")[2]
    if last in WORDS:
        root = read_xml(raw)
        clean_part(root)
        return write_xml(root)
    if last in {"manifest.rdf", "layout-cache"} or "/Configurations2/" in name:
        return None
    if name.startswith("Fonts/") and raw.startswith(FONTS):
        return raw
    if name.startswith(REPLACEMENTS):
        return _replacement(raw)
    return clean_picture(raw)


def _replacement(raw: bytes) -> bytes | None:
    """The picture that stands for a chart is drawn again by whoever opens it: kept only if it is plain."""
    try:
        return clean_picture(raw)
    except NotTaken:
        return None


def _manifest_of(manifest: Element, parts: Parts) -> bytes:
    """Leave in the list of parts what there still is; a folder is there if something lies in it."""
    for entry in list(manifest):
        path = next((v for k, v in entry.attrib.items() if split_name(k)[1] == "full-path"), "")
        holds = path.endswith("/") and any(name.startswith(path) for name in parts)
        if path != "/" and path not in parts and not holds:
            manifest.remove(entry)
    return write_xml(manifest)
