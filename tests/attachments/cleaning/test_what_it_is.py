"""The content decides what a file is: what is something else, or two things at once, does not pass."""

import gzip
import io
import tarfile

import pytest

from hrcn_community.attachments.cleaning import Why
from tests.attachments import files


def _a_tar() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.txt"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", Why.EMPTY),
        (b"\0" * 100, Why.UNKNOWN),
        (b"MZ\x90\0" + bytes(90), Why.UNKNOWN),
        (b"\x7fELF\x02\x01" + bytes(90), Why.UNKNOWN),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(90), Why.UNKNOWN),
        (b"ID3\x03\0\0" + bytes(90), Why.UNKNOWN),
        (b"\0\0\0\x18ftypmp42" + bytes(90), Why.UNKNOWN),
        (b"\0\0\0\x18ftypheic" + bytes(90), Why.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), Why.OLD_OFFICE),
        (b"{\\rtf1\\ansi Hello}", Why.OLD_OFFICE),
        (b"7z\xbc\xaf\x27\x1c" + bytes(90), Why.ARCHIVE),
        (b"Rar!\x1a\x07\x01\0" + bytes(90), Why.ARCHIVE),
        (gzip.compress(b"Hello", mtime=0), Why.ARCHIVE),
        (_a_tar(), Why.ARCHIVE),
        (files.zipped({"a.txt": b"Hello"}), Why.ARCHIVE),
        (files.zipped({}), Why.ARCHIVE),
        (files.zipped({"mimetype": b"application/epub+zip", "a": b""}), Why.ARCHIVE),
        (files.zipped({"inner.zip": files.zipped({"a": bytes(9_000)})}), Why.ARCHIVE),
        (b"%!PS-Adobe-3.0\n", Why.ACTIVE),
    ],
    ids=lambda each: f"{len(each)}-bytes" if isinstance(each, bytes) else None,
)
def test_what_is_not_taken_is_refused_by_what_it_is(raw, expected, why):
    assert why(raw) == expected


def test_a_file_is_what_it_holds_and_not_what_it_is_called(clean):
    assert clean(files.a_png())[0].media_type == "image/png"
    assert clean(files.a_photo())[0].media_type == "image/jpeg"


def test_a_page_of_the_web_called_a_picture_is_refused(why):
    assert why(b"<html><script>alert(1)</script></html>") == Why.ACTIVE


def test_a_picture_that_is_also_a_script_comes_out_as_a_picture_or_not_at_all(clean, why):
    script = b"/*" + b"*/=1;alert(document.domain);//"
    outcome, cleaned = clean(files.a_gif() + script)
    assert outcome.extension == ".png"
    assert b"alert" not in cleaned
    assert why(b"GIF89a" + script) == Why.DAMAGED


def test_a_zip_behind_a_photograph_is_gone(clean):
    outcome, cleaned = clean(files.a_photo() + files.zipped({"evil.txt": b"hidden"}))
    assert outcome.extension == ".jpg"
    assert b"PK" not in cleaned
    assert b"evil" not in cleaned


def test_a_zip_that_begins_as_a_program_is_no_document(why):
    assert why(b"MZ\0\0" + files.a_letter()) == Why.UNKNOWN
