"""Documents of offices: a zip of parts, in one of two families. Any other zip is an archive."""

from pathlib import Path

from hrcn_community.attachments.cleaning.opendocument import clean_opendocument
from hrcn_community.attachments.cleaning.openxml import clean_openxml
from hrcn_community.attachments.cleaning.outcome import Cleaned, NotTaken, Why
from hrcn_community.attachments.cleaning.zips import pack, unpack


def clean(source: Path, folder: Path, form: str) -> Cleaned:
    """Write the document again, part by part."""
    parts = unpack(source)
    if "[Content_Types].xml" in parts:
        extension, parts = clean_openxml(parts)
        first = "[Content_Types].xml"
    elif "mimetype" in parts:
        extension, parts = clean_opendocument(parts)
        first = "mimetype"
    else:
        raise NotTaken(Why.ARCHIVE)
    path = folder / f"clean{extension}"
    pack(parts, path, first)
    return Cleaned.of(extension, path)
