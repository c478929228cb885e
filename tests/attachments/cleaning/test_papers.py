"""A PDF keeps its pages, its tags and its language, and nothing of who made it."""

import io
import time
import zlib
from typing import Any

import pikepdf
import pypdf
import pytest
import typst

from hrcn_community.attachments.cleaning import Why, limits
from tests.attachments import files
from tests.attachments.files import hidden_in

SECRET = "Zweitname7"
NAME = pikepdf.Name


def _read(raw: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(raw))


def _changed(change, raw: bytes | None = None) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw or files.a_paper())) as paper:
        change(paper)
        paper.save(written)
    return written.getvalue()


def test_nothing_of_who_made_it_is_left(clean):
    raw = files.a_paper(SECRET)
    assert hidden_in(raw, SECRET), "the test would pass emptily"
    assert _read(raw).metadata.author == SECRET
    assert list(_read(raw).attachments) == [f"{SECRET}.txt"]
    outcome, cleaned = clean(raw)
    assert not hidden_in(cleaned, SECRET)
    left = _read(cleaned)
    assert (left.metadata, left.xmp_metadata, list(left.attachments)) == (None, None, [])
    assert (outcome.kind, outcome.media_type, outcome.pages) == ("pdf", "application/pdf", 2)


def test_each_place_is_searched_and_not_all_together():
    """The word is found in a paper that has it in a single place: so its absence means something."""
    for place in ("/Subject", "/Keywords"):

        def only_here(paper, place=place):
            paper.docinfo[place] = SECRET

        assert hidden_in(_changed(only_here), SECRET)
    assert not hidden_in(files.a_paper(), SECRET)


def test_what_is_seen_and_heard_stays(clean):
    left = _read(clean(files.a_paper(SECRET))[1])
    assert "What is seen, page 1" in left.pages[0].extract_text()
    assert "What is seen, page 2" in left.pages[1].extract_text()
    root = left.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert left.get_form_text_fields() == {"place": "Graz"}
    [picture] = left.pages[0].images
    assert picture.image.size == (160, 120)


def test_links_lead_on_and_notes_are_kept_without_their_writer(clean):
    notes = [
        note.get_object() for note in _read(clean(files.a_paper(SECRET))[1]).pages[0]["/Annots"]
    ]
    assert [note["/A"]["/URI"] for note in notes if "/A" in note] == ["https://example.org/"]
    [said] = [note for note in notes if note["/Subtype"] == "/Text"]
    assert said["/Contents"] == "A note"
    assert not {"/T", "/M", "/CreationDate", "/NM"} & set(said)
    assert "/FileAttachment" not in [note["/Subtype"] for note in notes]


def test_nothing_runs_and_nothing_is_signed(clean):
    left = clean(files.a_paper(SECRET))[1]
    with pikepdf.open(io.BytesIO(left)) as paper:
        assert not {"/OpenAction", "/AA", "/Perms", "/DSS", "/AF", "/Metadata"} & set(
            paper.Root.keys()
        )
        for each in paper.objects:
            if isinstance(each, pikepdf.Dictionary):
                assert not {"/JS", "/ByteRange", "/EF"} & set(each.keys())
                assert each.get("/S") not in {NAME.JavaScript, NAME.Launch}


@pytest.mark.parametrize("more", [{}, {"Type": NAME.Font}, {"P": pikepdf.Dictionary()}])
def test_a_script_does_not_hide_behind_what_it_says_it_is(more, clean):
    def hide(paper):
        script = pikepdf.Dictionary(S=NAME.JavaScript, JS=pikepdf.String(SECRET), **more)
        start = pikepdf.Dictionary(S=NAME.Launch, F=pikepdf.String(SECRET), **more)
        paper.pages[0].AA = pikepdf.Dictionary(Type=NAME.Font, O=script, C=start)
        paper.pages[0].Resources.Font.Hidden = paper.make_indirect(script)
        paper.pages[0].Resources.Font.Started = paper.make_indirect(start)

    assert not hidden_in(clean(_changed(hide))[1], SECRET)


def test_a_place_to_open_at_stays(clean):
    def open_at(paper):
        paper.Root.OpenAction = pikepdf.Array([paper.pages[1].obj, NAME.Fit])

    assert "/OpenAction" in _read(clean(_changed(open_at))[1]).trailer["/Root"]


def test_old_versions_of_a_paper_are_gone(clean):
    raw = _changed(lambda paper: paper.docinfo.update({"/Author": SECRET}))
    writer = pypdf.PdfWriter(io.BytesIO(raw), incremental=True)
    writer.add_metadata({"/Author": "Nobody"})
    written = io.BytesIO()
    writer.write(written)
    assert hidden_in(written.getvalue(), SECRET)
    assert not hidden_in(clean(written.getvalue())[1], SECRET)


def test_the_identity_is_not_taken_over_and_the_same_paper_gives_the_same_bytes(clean):
    raw = files.a_paper(SECRET)
    before = _read(raw).trailer.get("/ID")
    first = clean(raw)[1]
    time.sleep(1.1)  # an identity made from the clock would be another one now
    assert clean(raw)[1] == first
    assert _read(first).trailer["/ID"] != before


def test_a_photograph_wrapped_in_other_filters_is_found(clean):
    def wrap(paper):
        photo = paper.pages[0].Resources.XObject.Metadata
        photo.write(
            zlib.compress(files.a_photo(SECRET)),
            filter=pikepdf.Array([NAME.FlateDecode, NAME.DCTDecode]),
        )

    raw = _changed(wrap)
    assert hidden_in(raw, SECRET)
    _outcome, cleaned = clean(raw)
    assert not hidden_in(cleaned, SECRET)
    assert _read(cleaned).pages[0].images[0].image.size == (160, 120)


def test_a_tagged_paper_stays_one(clean, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(files.a_photo(SECRET))
    (tmp_path / "paper.typ").write_text(
        f'#set document(title: "{SECRET}", author: "{SECRET}")\n#set text(lang: "nl")\n= Housing\n'
        '#image("photo.jpg", alt: "A house")\n#link("https://example.org/")[More]\n'
    )
    raw = typst.compile(str(tmp_path / "paper.typ"), format="pdf", pdf_standards=["ua-1"])
    assert hidden_in(raw, SECRET)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, SECRET)
    assert hidden_in(cleaned, "A house")
    left = _read(cleaned)
    assert "Housing" in left.pages[0].extract_text()
    assert left.outline[0].title == "Housing"


def test_a_paper_under_a_password_is_refused(why):
    assert why(files.a_locked_paper()) == Why.PROTECTED
    assert why(files.a_locked_paper(password="")) == Why.PROTECTED


def test_a_form_that_is_only_a_program_is_refused(why):
    def make_dynamic(paper):
        paper.Root.NeedsRendering = True
        paper.Root.AcroForm.XFA = paper.make_stream(b"<xdp/>")

    assert why(_changed(make_dynamic)) == Why.ACTIVE


def test_too_many_pages_are_refused(why, monkeypatch):
    monkeypatch.setattr(limits, "PAGES", 3)
    assert why(files.a_paper(pages=4)) == Why.TOO_MANY_PAGES


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_unfolds_without_end_is_refused(times, why, monkeypatch):
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 1_000_000)
    bomb = bytes(3_000_000)
    for _ in range(times):
        bomb = zlib.compress(bomb, 9)

    def hide(paper):
        stream = paper.make_stream(b"")
        stream.write(bomb, filter=pikepdf.Array([NAME.FlateDecode] * times))
        paper.pages[0].Hidden = stream

    assert why(_changed(hide)) == Why.UNPACKS_TOO_LARGE


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_paper_that_was_cut_off_is_refused(share, why):
    raw = files.a_paper()
    assert why(raw[: int(len(raw) * share)]) == Why.DAMAGED


def test_a_zip_behind_a_paper_is_gone(clean, why):
    cleaned = clean(files.a_paper() + files.zipped({"a.txt": SECRET.encode()}))[1]
    assert b"PK" not in cleaned[-200:]
    assert not hidden_in(cleaned, SECRET)
    assert why(files.a_paper() + bytes(9_000)) == Why.DAMAGED


def test_a_picture_of_the_other_kind_loses_its_words_as_well(clean):
    picture = files.saved(files.a_view(), "JPEG2000")
    box = b"xml " + SECRET.encode()
    at = picture.index(b"jp2c") - 4
    told = picture[:at] + (len(box) + 4).to_bytes(4, "big") + box + picture[at:]

    def hold(paper):
        paper.pages[0].Resources.XObject.Metadata.write(told, filter=NAME.JPXDecode)

    raw = _changed(hold)
    assert hidden_in(raw, SECRET)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, SECRET)
    assert _read(cleaned).pages[0].images[0].image.size == (160, 120)
