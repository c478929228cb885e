"""What comes of cleaning a file: a clean copy, or the reason why it is not taken."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

Kind = Literal["image", "pdf", "office", "text"]

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
# All that a clean copy may be. What a file is served as comes from here, by its ending alone.
FORMS: dict[str, tuple[Kind, str]] = {
    ".jpg": ("image", "image/jpeg"),
    ".png": ("image", "image/png"),
    ".webp": ("image", "image/webp"),
    ".pdf": ("pdf", "application/pdf"),
    ".txt": ("text", "text/plain"),
    ".docx": ("office", f"{OOXML}.wordprocessingml.document"),
    ".dotx": ("office", f"{OOXML}.wordprocessingml.template"),
    ".xlsx": ("office", f"{OOXML}.spreadsheetml.sheet"),
    ".xltx": ("office", f"{OOXML}.spreadsheetml.template"),
    ".pptx": ("office", f"{OOXML}.presentationml.presentation"),
    ".potx": ("office", f"{OOXML}.presentationml.template"),
    ".ppsx": ("office", f"{OOXML}.presentationml.slideshow"),
    ".odt": ("office", f"{ODF}.text"),
    ".ott": ("office", f"{ODF}.text-template"),
    ".ods": ("office", f"{ODF}.spreadsheet"),
    ".ots": ("office", f"{ODF}.spreadsheet-template"),
    ".odp": ("office", f"{ODF}.presentation"),
    ".otp": ("office", f"{ODF}.presentation-template"),
}


class Why(StrEnum):
    """Why a file is not taken: one word for each thing that a person may be told to do about it."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    ACTIVE = "active"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    MACROS = "macros"
    EMBEDDED = "embedded"
    OLD_OFFICE = "old_office"
    ARCHIVE = "archive"
    TOO_MUCH = "too_much"


class NotTaken(Exception):
    """The file is refused."""

    def __init__(self, why: Why):
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Cleaned:
    """A clean copy and what is known of it; measures that it does not have are 0."""

    kind: Kind
    media_type: str
    extension: str
    path: Path
    small: Path | None = None
    width: int = 0
    height: int = 0
    small_width: int = 0
    small_height: int = 0
    pages: int = 0
    is_animated: bool = False

    @classmethod
    def of(cls, extension: str, path: Path, small: Path | None = None, **measures: Any) -> Self:
        """Return a clean copy of a form that there is; KeyError for any other."""
        kind, media_type = FORMS[extension]
        return cls(kind, media_type, extension, path, small, **measures)
