"""Why a file is not taken, and what a file is called, in words."""

import unicodedata
from pathlib import PurePosixPath

from hrcn_community.attachments.cleaning import Why
from hrcn_community.core.text import is_blank, one_line
from hrcn_community.core.words import _l

LONGEST_NAME = 120  # with its extension; the names of files that people send are longer by accident
WHY = {
    Why.EMPTY: _l("This file is empty."),
    Why.UNKNOWN: _l(
        "This kind of file is not taken. Take pictures (JPEG, PNG, WebP, GIF, AVIF), PDF, Word, Excel, "
        "PowerPoint or OpenDocument files, or plain text."
    ),
    Why.ACTIVE: _l(
        "SVG, HTML and other files that can run programs are not taken. Make it a PNG or a PDF."
    ),
    Why.TOO_MANY_PIXELS: _l(
        "This picture has more pixels than we can take. Make it smaller first."
    ),
    Why.TOO_MANY_PAGES: _l("This document has more pages than we can take. Split it first."),
    Why.UNPACKS_TOO_LARGE: _l("What is packed in this file is larger than we can take."),
    Why.DAMAGED: _l("This file is damaged or cut off, so it cannot be opened."),
    Why.PROTECTED: _l(
        "This file is protected by a password. Take the password off and add it again."
    ),
    Why.MACROS: _l("This document holds macros. Save it without them and add it again."),
    Why.EMBEDDED: _l(
        "This document holds other files that cannot be cleaned. Take them out, or make it a PDF."
    ),
    Why.OLD_OFFICE: _l(
        "This is an old Office file, whose traces cannot be removed. Save it as .docx, .xlsx or .pptx."
    ),
    Why.ARCHIVE: _l("Archives are not taken. Add the files that are in it, one by one."),
    Why.TOO_MUCH: _l("This file takes too much time or memory to be opened safely."),
}


def shown_name(given: str, extension: str) -> str:
    """Return what a file is called here: without paths and signs that mislead, ending in what it is."""
    last = PurePosixPath(given.replace("\\", "/")).name
    plain = unicodedata.normalize("NFC", one_line(last)).lstrip(". ")
    stem = plain.rpartition(".")[0] or plain
    most = LONGEST_NAME - len(extension)
    stem = stem[:most].strip()
    return f"{'file' if is_blank(stem) else stem}{extension}"
