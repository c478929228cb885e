"""Letters, sheets and slides still open, say what they said, and name nobody."""

import io
import warnings
import zipfile
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from odf import opendocument, teletype
from PIL import Image

from hrcn_community.attachments.cleaning import Why, limits
from tests.attachments import files
from tests.attachments.files import changed, hidden_in, zipped

SECRET = "Zweitname7"
OOXML = [files.a_letter, files.a_sheet, files.slides]
ODF = [files.an_odt, files.an_ods, files.an_odp]
every = pytest.mark.parametrize("make", [*OOXML, *ODF], ids=lambda make: make.__name__)


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@every
def test_no_name_is_left_in_any_part(make, clean):
    raw = make(SECRET)
    told = {name for name, part in _parts(raw).items() if hidden_in(part, SECRET)}
    assert len(told) > 2, "the test would pass emptily"
    outcome, cleaned = clean(raw)
    assert not hidden_in(cleaned, SECRET)
    assert {name for name, part in _parts(cleaned).items() if hidden_in(part, SECRET)} == set()
    assert outcome.kind == "office"


@every
def test_the_same_document_gives_the_same_bytes(make, clean):
    raw = make(SECRET)
    first = clean(raw)[1]
    assert first == clean(raw)[1]
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@every
def test_what_is_clean_stays_as_it_is(make, clean):
    once = clean(make(SECRET))[1]
    assert clean(once)[1] == once


def test_a_letter_opens_and_says_what_it_said(clean):
    outcome, cleaned = clean(files.a_letter(SECRET))
    assert outcome.extension == ".docx"
    letter = docx.Document(io.BytesIO(cleaned))
    assert [p.text for p in letter.paragraphs][:2] == ["What is seen", "A letter about housing"]
    assert [(note.author, note.text, note.timestamp) for note in letter.comments] == [
        ("", "A comment", None)
    ]
    assert letter.core_properties.author == ""
    xml = letter.element.xml
    assert "<w:ins " in xml
    assert "<w:delText>changed" in xml
    assert "w:date=" not in xml
    assert "rsid" not in xml
    [picture] = [rel.target_part for rel in letter.part.rels.values() if "image" in rel.reltype]
    assert Image.open(io.BytesIO(picture.blob)).size == (160, 120)
    assert "https://example.org/" in [rel._target for rel in letter.part.rels.values()]


def test_a_sheet_opens_and_counts(clean):
    outcome, cleaned = clean(files.a_sheet(SECRET))
    assert outcome.extension == ".xlsx"
    book = openpyxl.load_workbook(io.BytesIO(cleaned))
    sheet: Any = book["What is seen"]
    assert book.sheetnames == ["What is seen", "Second"]
    assert (sheet["A1"].value, sheet["A3"].value, book["Second"]["B2"].value) == (
        20,
        "=SUM(A1:A2)",
        "more",
    )
    assert sheet["A1"].comment is not None
    assert sheet["A1"].comment.text == "A comment"
    assert sheet["A1"].comment.author != SECRET
    assert len(sheet._images) == 1
    assert (
        b"r:id"
        not in _parts(cleaned)["xl/worksheets/sheet1.xml"]
        .partition(b"<pageSetup")[2]
        .partition(b">")[0]
    )


def test_slides_open_with_their_notes_and_their_chart(clean):
    outcome, cleaned = clean(files.slides(SECRET))
    assert outcome.extension == ".pptx"
    slide: Any = pptx.Presentation(io.BytesIO(cleaned)).slides[0]
    assert slide.shapes.title.text == "What is seen"
    assert slide.notes_slide.notes_text_frame.text == "What is said"
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert list(chart.plots[0].categories) == ["Graz", "Utrecht"]
    figures = chart.part.chart_workbook.xlsx_part.blob
    assert openpyxl.load_workbook(io.BytesIO(figures)).sheetnames
    assert not hidden_in(figures, SECRET)


@pytest.mark.parametrize(
    ("make", "extension"), [(ODF[0], ".odt"), (ODF[1], ".ods"), (ODF[2], ".odp")]
)
def test_an_open_document_opens(make, extension, clean):
    outcome, cleaned = clean(make(SECRET))
    assert outcome.extension == extension
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document: Any = opendocument.load(io.BytesIO(cleaned))
    names = _parts(cleaned)
    assert next(iter(names)) == "mimetype"
    assert cleaned[30:38] == b"mimetype"
    assert not any(name.startswith("Thumbnails/") for name in names)
    if extension == ".odt":
        words = teletype.extractText(document.text)
        assert "What is seen" in words
        assert "A comment" in words
        assert b"ShowGrid" in names["settings.xml"]
        assert b"PrinterName" not in names["settings.xml"]


@pytest.mark.parametrize(
    ("make", "main", "template", "extension"),
    [
        (files.a_letter, b"document.main", b"template.main", ".dotx"),
        (files.a_sheet, b"sheet.main", b"template.main", ".xltx"),
        (files.slides, b"presentation.main", b"slideshow.main", ".ppsx"),
    ],
)
def test_templates_and_shows_are_taken(make, main, template, extension, clean):
    raw = changed(
        make(), name="[Content_Types].xml", by=lambda types: types.replace(main, template)
    )
    assert clean(raw)[0].extension == extension


@pytest.mark.parametrize("make", OOXML, ids=lambda make: make.__name__)
def test_documents_with_programs_are_refused(make, why):
    assert why(changed(make(), {"word/vbaProject.bin": b"x"})) == Why.MACROS

    def with_macros(types: bytes) -> bytes:
        return types.replace(b".main+xml", b".macroEnabled.main+xml")

    assert why(changed(make(), name="[Content_Types].xml", by=with_macros)) == Why.MACROS


@pytest.mark.parametrize("name", ["Basic/Standard/script-lb.xml", "Scripts/python/a.py"])
def test_open_documents_with_programs_are_refused(name, why):
    assert why(changed(files.an_odt(), {name: b"<a/>"})) == Why.MACROS


def test_objects_of_other_programs_are_refused(why):
    assert why(changed(files.a_letter(), {"word/embeddings/oleObject1.bin": b"x"})) == Why.EMBEDDED
    assert why(changed(files.an_odt(), {"Object 1": b"\xd0\xcf\x11\xe0"})) == Why.EMBEDDED
    tie = (
        b'<Relationship Id="rIdQ" Target="media/a.mp4" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/video"/></Relationships>'
    )
    film = changed(
        files.a_letter(),
        {"word/media/a.mp4": b"film"},
        name="word/_rels/document.xml.rels",
        by=lambda ties: ties.replace(b"</Relationships>", tie),
    )
    assert why(film) == Why.EMBEDDED


def test_a_document_in_a_document_in_a_document_is_one_too_many(why):
    inner = files.slides()
    outer = changed(
        files.slides(), name="ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", by=lambda _: inner
    )
    assert why(outer) == Why.EMBEDDED


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
    ],
)
@pytest.mark.parametrize(
    ("make", "part"), [(files.a_letter, "word/document.xml"), (files.an_odt, "content.xml")]
)
def test_a_part_that_declares_entities_is_refused(make, part, doctype, why):
    def declare(raw: bytes) -> bytes:
        end = raw.index(b"?>") + 2 if raw.startswith(b"<?xml") else 0
        return raw[:end] + doctype + raw[end:]

    assert why(changed(make(), name=part, by=declare)) == Why.ACTIVE
    assert why(changed(make(), name=part, by=lambda raw: declare(raw).decode().replace("encoding='UTF-8'", "")
               .replace('encoding="UTF-8"', "").encode("utf-16"))) == Why.ACTIVE  # fmt: skip


def test_nothing_outside_is_fetched_and_no_path_is_told(clean):
    def more(ties: bytes) -> bytes:
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        out = b'<Relationship Id="%s" Type="%s%s" Target="%s" TargetMode="External"/>'
        added = out % (b"rIdA", kind, b"image", b"http://192.0.2.7/seen.png")
        added += out % (b"rIdB", kind, b"hyperlink", f"file:///C:/{SECRET}.docx".encode())
        return ties.replace(b"</Relationships>", added + b"</Relationships>")

    raw = changed(files.a_letter(), name="word/_rels/document.xml.rels", by=more)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, "192.0.2.7")
    assert not hidden_in(cleaned, SECRET)
    assert hidden_in(cleaned, "https://example.org/")


@pytest.mark.parametrize(
    "field",
    [
        b"<w:r><w:instrText> DDEAUTO c:\\\\cmd.exe</w:instrText></w:r>",
        b'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEA</w:instrText></w:r></w:p>'
        b"<w:p><w:r><w:instrText>UTO c:\\\\cmd.exe</w:instrText></w:r>"
        b'<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        b'<w:r><w:instrText> INCLUDEPICTURE "http://192.0.2.7/x.png"</w:instrText></w:r>',
    ],
    ids=["whole", "in two paragraphs", "fetched"],
)
def test_commands_in_fields_are_refused(why, field):
    def command(raw: bytes) -> bytes:
        return raw.replace(b"</w:p>", field + b"</w:p>", 1)

    assert why(changed(files.a_letter(), name="word/document.xml", by=command)) == Why.ACTIVE


def test_a_drawing_inside_keeps_its_shapes_and_loses_its_programs(clean):
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="urn:tool" s:docname="{SECRET}" onload="{SECRET}">'
        f"<!-- {SECRET} --><metadata>{SECRET}</metadata><script>{SECRET}</script><s:view>{SECRET}</s:view>"
        f'<image href="https://example.org/{SECRET}"/><circle r="3"/></svg>'
    ).encode()
    raw = changed(files.an_odt(), {"Pictures/drawing.svg": drawing})
    left = _parts(clean(raw)[1])["Pictures/drawing.svg"]
    assert b"<circle" in left
    assert not hidden_in(left, SECRET)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "WEBP", "PNG"])
def test_pictures_inside_are_cleaned_in_whatever_form(form, clean):
    view = files.a_view()
    picture = files.a_png(SECRET) if form == "PNG" else files.saved(view, form) + SECRET.encode()
    raw = changed(files.an_odt(), {"Pictures/more": picture})
    left = _parts(clean(raw)[1])["Pictures/more"]
    assert not hidden_in(left, SECRET)
    seen = Image.open(io.BytesIO(left))
    assert (seen.format, seen.size) == (form, view.size)


def test_a_picture_inside_that_lies_on_its_side_still_knows_which_way_is_up(clean):
    left = _parts(clean(files.a_letter(SECRET))[1])["word/media/image1.jpg"]
    assert dict(Image.open(io.BytesIO(left)).getexif()) == {0x0112: 6}


def test_a_document_under_a_password_is_refused(why):
    assert why(files.locked_office()) == Why.PROTECTED
    manifest = changed(
        files.an_odt(),
        name="META-INF/manifest.xml",
        by=lambda raw: raw.replace(
            b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
        ),
    )
    assert why(manifest) == Why.PROTECTED


def test_a_document_locked_as_a_whole_is_refused_as_locked(why):
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<m:manifest xmlns:m="{space}"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "encrypted-package": b"x"}
    assert why(zipped(parts | {"META-INF/manifest.xml": manifest.encode()})) == Why.PROTECTED


def test_fonts_inside_are_fonts(clean, why):
    font = b"OTTO" + bytes(40)
    assert _parts(clean(changed(files.an_odt(), {"Fonts/a.otf": font}))[1])["Fonts/a.otf"] == font
    assert why(changed(files.an_odt(), {"Fonts/a.otf": b"MZ" + bytes(40)})) == Why.EMBEDDED


def test_bombs_are_refused_while_they_are_counted(why):
    assert (
        why(changed(files.a_letter(), {"word/media/a.png": bytes(20_000_000)}))
        == Why.UNPACKS_TOO_LARGE
    )
    many = {f"word/{number}.xml": b"" for number in range(limits.ENTRIES)}
    assert why(changed(files.a_letter(), many)) == Why.UNPACKS_TOO_LARGE


def test_a_header_that_says_less_than_comes_is_not_believed(why):
    raw = bytearray(zipped({"mimetype": bytes(20_000_000)}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = raw.index(mark) + at
        raw[where : where + 4] = (10).to_bytes(4, "little")
    assert why(bytes(raw)) in {Why.UNPACKS_TOO_LARGE, Why.DAMAGED}


def test_entries_that_share_their_bytes_are_refused(why):
    """One bomb, entered many times over: each entry is small and all together are not."""
    raw = zipped({"mimetype": b"a" * 5_000})
    at = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry = raw[at:end]
    copies = b"".join(entry.replace(b"mimetype", b"mimetyp%d" % n) for n in range(5))
    tail = bytearray(raw[end:])
    tail[8:10] = tail[10:12] = (6).to_bytes(2, "little")
    tail[12:16] = (len(entry) * 6).to_bytes(4, "little")
    assert why(raw[:at] + entry + copies + bytes(tail)) == Why.UNPACKS_TOO_LARGE


@pytest.mark.parametrize(
    "name", ["../out.xml", "/etc/a.xml", "a/../../b.xml", "C:a.xml", "a\\b.xml", "MIMETYPE"]
)
def test_names_that_lead_out_or_come_twice_are_refused(name, why):
    # zipfile itself would put a slash for the backslash.
    raw = changed(files.an_odt(), {name.replace("\\", "|"): b""}).replace(b"a|b.xml", b"a\\b.xml")
    assert why(raw) == Why.DAMAGED


@pytest.mark.parametrize("make", [files.a_letter, files.an_odt], ids=lambda make: make.__name__)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_document_that_was_cut_off_is_refused(make, share, why):
    raw = make()
    assert why(raw[: int(len(raw) * share)]) == Why.DAMAGED


def _tied(kind: str, target: str, mode: str = "Internal", space: str = files.TIES):
    tie = f'<Relationship Id="rIdQ" Type="{space}{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return lambda ties: ties.replace(b"</Relationships>", tie.encode())


MORE_OF_SHEETS = [
    (
        "persons/person.xml",
        "person",
        f'<personList xmlns="urn:more"><person displayName="{SECRET}" id="7" userId="{SECRET}" '
        'providerId="AD"/></personList>',
        'id="7"',
    ),
    (
        "more/comment1.xml",
        "moreComment",
        f'<m xmlns="urn:more"><c ref="A1" dT="{SECRET}" personId="7"><text>What is said</text></c></m>',
        "What is said",
    ),
    (
        "pivotCache/pivotCacheDefinition1.xml",
        "pivotCacheDefinition",
        f'<pivotCacheDefinition xmlns="urn:m" refreshedBy="{SECRET}" refreshedDate="{SECRET}" recordCount="4"/>',
        'recordCount="4"',
    ),
    (
        "connections.xml",
        "connections",
        f'<connections xmlns="urn:m"><connection id="1" odcFile="{SECRET}" sourceFile="{SECRET}">'
        f'<dbPr connection="User={SECRET}" command="SELECT"/></connection></connections>',
        'command="SELECT"',
    ),
]


@pytest.mark.parametrize(
    ("name", "kind", "words", "stays"), MORE_OF_SHEETS, ids=lambda value: value[:12]
)
def test_further_parts_of_a_sheet_name_nobody(name, kind, words, stays, clean):
    raw = changed(
        files.a_sheet(),
        {f"xl/{name}": words.encode()},
        name="xl/_rels/workbook.xml.rels",
        by=_tied(kind, name),
    )
    assert hidden_in(raw, SECRET)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, SECRET)
    assert stays in _parts(cleaned)[f"xl/{name}"].decode()


def test_a_sheet_that_draws_on_another_keeps_the_figures_and_not_the_path(clean):
    book = '<externalLink xmlns="urn:m"><externalBook><sheetData><v>42</v></sheetData></externalBook></externalLink>'
    path = f"file:///C:/{SECRET}/figures.xlsx"
    raw = changed(
        files.a_sheet(),
        {
            "xl/externalLinks/externalLink1.xml": book.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": _tied(
                "externalLinkPath", path, "External"
            )(
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
            ),
        },
        name="xl/_rels/workbook.xml.rels",
        by=_tied("externalLink", "externalLinks/externalLink1.xml"),
    )
    assert hidden_in(raw, SECRET)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, SECRET)
    assert b"<v>42</v>" in _parts(cleaned)["xl/externalLinks/externalLink1.xml"]


def test_a_chart_drawn_from_a_file_elsewhere_keeps_its_figures(clean):
    path = f"file:///C:/{SECRET}.xlsx"
    raw = changed(
        files.slides(),
        name="ppt/charts/_rels/chart1.xml.rels",
        by=lambda ties: ties.replace(b'Target="../embeddings/Microsoft_Excel_Sheet1.xlsx"',
                                     f'Target="{path}" TargetMode="External"'.encode()),
    )  # fmt: skip
    assert hidden_in(raw, SECRET)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, SECRET)
    chart = _parts(cleaned)["ppt/charts/chart1.xml"]
    assert b"Utrecht" in chart
    assert b"externalData" not in chart


def test_changes_that_are_tracked_in_an_open_document_are_nobodys(clean):
    change = (
        '<text:tracked-changes xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<text:changed-region text:id="c1"><text:deletion><office:change-info>'
        f"<dc:creator>{SECRET}</dc:creator><dc:date>2024-03-01T10:00:00</dc:date></office:change-info>"
        "<text:p>What was deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    raw = changed(
        files.an_odt(),
        name="content.xml",
        by=lambda words: words.replace(b"<office:text>", b"<office:text>" + change.encode()),
    )
    assert hidden_in(raw, SECRET)
    cleaned = clean(raw)[1]
    assert not hidden_in(cleaned, SECRET)
    assert not hidden_in(cleaned, "2024-03")
    assert hidden_in(cleaned, "What was deleted")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("<office:script/>", Why.MACROS),
        ("<text:script>x</text:script>", Why.MACROS),
        ("<draw:object-ole/>", Why.EMBEDDED),
        ("<draw:plugin/>", Why.EMBEDDED),
        ("<office:dde-source/>", Why.ACTIVE),
    ],
)
def test_what_runs_inside_an_open_document_is_refused(words, expected, why):
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    inside = words.replace("/>", f"{spaces}/>").replace("script>x", f"script{spaces}>x").encode()
    raw = changed(
        files.an_odt(),
        name="content.xml",
        by=lambda content: content.replace(b"<office:text>", b"<office:text>" + inside),
    )
    assert why(raw) == expected


def test_words_bound_to_what_is_gone_stay_and_are_bound_no_more(clean):
    bound = (
        b'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/cp:coreProperties/dc:creator" w:storeItemID="{6}"/></w:sdtPr>'
        b"<w:sdtContent><w:p><w:r><w:t>Seen on the cover</w:t></w:r></w:p></w:sdtContent></w:sdt><w:sectPr"
    )
    raw = changed(
        files.a_letter(),
        name="word/document.xml",
        by=lambda words: words.replace(b"<w:sectPr", bound, 1),
    )
    left = _parts(clean(raw)[1])["word/document.xml"]
    assert b"Seen on the cover" in left
    assert b"dataBinding" not in left
