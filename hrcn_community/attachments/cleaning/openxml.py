"""Word, Excel and PowerPoint of today: only parts that are reached and understood are written again."""

from io import BytesIO

from hrcn_community.attachments.cleaning.links import Links
from hrcn_community.attachments.cleaning.markup import name_of, read_xml, write_xml
from hrcn_community.attachments.cleaning.openxml_parts import clean_part
from hrcn_community.attachments.cleaning.outcome import OOXML, NotTaken, Why
from hrcn_community.attachments.cleaning.pictures import clean_picture
from hrcn_community.attachments.cleaning.zips import Parts, pack, unpack

TYPES = "[Content_Types].xml"
MAIN = {
    f"{OOXML}.wordprocessingml.document.main+xml": ".docx",
    f"{OOXML}.wordprocessingml.template.main+xml": ".dotx",
    f"{OOXML}.spreadsheetml.sheet.main+xml": ".xlsx",
    f"{OOXML}.spreadsheetml.template.main+xml": ".xltx",
    f"{OOXML}.presentationml.presentation.main+xml": ".pptx",
    f"{OOXML}.presentationml.template.main+xml": ".potx",
    f"{OOXML}.presentationml.slideshow.main+xml": ".ppsx",
}
# By content type or by name: one of both has to say it, or no program would run it.
PROGRAMS = (
    "macroenabled",
    "vbaproject",
    "vbadata",
    "macrosheet",
    "dialogsheet",
    "vba.bin",
    "xlbin",
)
OBJECTS = ("oleobject", "activex", "msforms")
WORDS = (".xml", ".rels", ".vml")
PACKED = (".docx", ".xlsx", ".pptx")
FONTS = (".odttf", ".fntdata", ".ttf")


def clean_openxml(parts: Parts, depth: int = 0) -> tuple[str, Parts]:
    """Return the ending and the clean parts of a document."""
    types = _types(parts)
    said = " ".join([*parts, *types.values()]).lower()
    for words, why in ((PROGRAMS, Why.MACROS), (OBJECTS, Why.EMBEDDED)):
        if any(word in said for word in words):
            raise NotTaken(why)
    links = Links(parts)
    extension = MAIN.get(_type_of(links.main, types))
    if extension is None:
        raise NotTaken(Why.UNKNOWN)
    cleaned = {name: _cleaned(name, parts[name], links, depth) for name in links.reached}
    cleaned |= links.written()
    cleaned[TYPES] = _types_of(parts[TYPES], cleaned)
    return extension, cleaned


def _types(parts: Parts) -> dict[str, str]:
    """Return the content type of each part (`/word/document.xml`) and of each ending (`xml`)."""
    types = {}
    for each in read_xml(parts[TYPES]):
        key = each.get("PartName") or each.get("Extension") or ""
        types[key.lower()] = each.get("ContentType") or ""
    return types


def _type_of(name: str, types: dict[str, str]) -> str:
    return types.get(f"/{name}".lower()) or types.get(name.rpartition(".")[2].lower(), "")


def _cleaned(name: str, raw: bytes, links: Links, depth: int) -> bytes:
    ending = "." + name.lower().rpartition(".")[2]
    if ending in WORDS:
        root = read_xml(raw, is_old_drawing=ending == ".vml")
        clean_part(name, root, links.cut_from(name))
        return write_xml(root)
    if ending in PACKED:
        return _packed_inside(raw, depth)
    return raw if ending in FONTS else clean_picture(raw)


def _packed_inside(raw: bytes, depth: int) -> bytes:
    """A chart keeps its figures in a workbook of its own; a document in that one is one too many."""
    if depth or not raw.startswith(b"PK\x03\x04"):
        raise NotTaken(Why.EMBEDDED)
    parts = unpack(BytesIO(raw))
    if TYPES not in parts:
        raise NotTaken(Why.EMBEDDED)
    written = BytesIO()
    pack(clean_openxml(parts, depth + 1)[1], written, TYPES)
    return written.getvalue()


def _types_of(raw: bytes, parts: Parts) -> bytes:
    """Leave in the list of types what there still is."""
    root = read_xml(raw)
    names = {f"/{name}".lower() for name in parts}
    endings = {name.rpartition(".")[2] for name in names}
    for each in list(root):
        is_there = (
            each.get("PartName", "").lower() in names
            if name_of(each) == "Override"
            else each.get("Extension", "").lower() in endings
        )
        if not is_there:
            root.remove(each)
    return write_xml(root)
