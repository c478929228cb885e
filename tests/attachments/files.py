"""Real files with a secret in every place that nobody sees, and the search that finds it there.

Each maker returns the bytes of one file whose visible content holds no secret. `hidden_in` unpacks
whatever can be unpacked and knows nothing of how the house cleans.
"""

import base64
import functools
import io
import re
import struct
import zipfile
import zlib
from typing import Any

import docx
import openpyxl
import pikepdf
import pptx
from docx.oxml import parse_xml
from odf import dc, meta, office, opendocument, style, table, text
from odf.draw import Frame, Page
from odf.draw import Image as OdfImage
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image, PngImagePlugin, TiffImagePlugin
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
TIES = f"{R}/"
TYPES = "application/vnd.openxmlformats-officedocument."
MOMENT = "2024-03-01T10:00:00Z"


def hidden_in(data: bytes, word: str) -> bool:
    """Tell whether a word lies anywhere in a file, in any of the ways that words are written."""
    spellings = [
        word.encode(),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        word.encode().hex().encode(),
    ]
    return any(_holds(piece, spellings) for piece in _pieces(data, 0))


def _holds(piece: bytes, spellings: list[bytes]) -> bool:
    low = piece.lower()
    return any(spelling.lower() in low for spelling in spellings)


def _pieces(data: bytes, depth: int):
    """Yield a file, and every part, stream and chunk in it that can be unpacked."""
    yield data
    if depth > 3:
        return
    for inside in (*_zipped(data), *_in_paper(data), *_deflated(data), *_encoded(data)):
        yield from _pieces(inside, depth + 1)


def _zipped(data: bytes):
    if b"PK\x05\x06" not in data:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [repr((e.filename, e.comment, e.extra)).encode() for e in packed.infolist()]
            return [*names, *(packed.read(name) for name in packed.namelist())]
    except zipfile.BadZipFile:
        return []


def _in_paper(data: bytes):
    """Return what the objects of a PDF say and hold, through a second library than the one that cleans."""
    if not data.startswith(b"%PDF"):
        return []
    import pypdf
    from pypdf.generic import StreamObject

    reader = pypdf.PdfReader(io.BytesIO(data))
    found = [repr(reader.trailer).encode()]
    numbers = {n for each in (*reader.xref.values(), reader.xref_objStm) for n in each}
    for number in numbers:
        each = reader.get_object(number)
        found.append(repr(each).encode())
        if isinstance(each, StreamObject):
            found.append(each._data)
    return found


def _deflated(data: bytes):
    """Return whatever begins as a zlib stream and unpacks: streams of papers, chunks of pictures."""
    found = []
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            unpacked = zlib.decompressobj().decompress(data[match.start() :], 4_000_000)
        except zlib.error:
            continue
        if len(unpacked) > 8:
            found.append(unpacked)
    return found


def _encoded(data: bytes):
    runs = re.findall(rb"base64,([A-Za-z0-9+/=\s]{16,})", data)
    return [base64.b64decode(run + b"===") for run in runs]


def hung_on(secret: str) -> dict:
    """Return Exif, XMP, comment and camera of a photograph, all of them telling the secret."""
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        exif[tag] = secret
    exif[0x0112] = 6
    inner = exif.get_ifd(0x8769)
    inner[0x927C] = secret.encode()
    inner[0xA433] = secret
    inner[0x9286] = b"ASCII\0\0\0" + secret.encode()
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", tuple(TiffImagePlugin.IFDRational(n) for n in (48, 12, 30))
    place[3], place[4] = "E", tuple(TiffImagePlugin.IFDRational(n) for n in (16, 22, 10))
    place[27] = secret.encode()
    return {"exif": exif, "xmp": xmp(secret)}


def xmp(secret: str) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{secret}</dc:creator>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def saved(image: Image.Image, form: str, **more) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **more)
    return written.getvalue()


def a_view(width: int = 160, height: int = 120, mode: str = "RGB") -> Image.Image:
    """A picture whose corners differ: red above on the left, blue below on the right."""
    image = Image.new("RGB", (width, height), (90, 140, 90))
    image.paste((220, 30, 30), (0, 0, width // 2, height // 2))
    image.paste((30, 30, 220), (width // 2, height // 2, width, height))
    return image.convert(mode)


def a_photo(secret: str = "", width: int = 160, height: int = 120) -> bytes:
    """A JPEG as a telephone makes it: lying on its side, with place, camera, comment, IPTC, a tail."""
    if not secret:
        return saved(a_view(width, height), "JPEG")
    plain = saved(a_view(width, height), "JPEG", comment=secret.encode(), **hung_on(secret))
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(secret)) + secret.encode()
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    segment = b"\xff\xed" + struct.pack(">H", len(block) + 2) + block
    end = 4 + int.from_bytes(
        plain[4:6], "big"
    )  # behind the first segment, where readers look for JFIF
    return plain[:end] + segment + plain[end:] + secret.encode()


def a_png(secret: str = "", image: Image.Image | None = None) -> bytes:
    image = image or a_view()
    if not secret:
        return saved(image, "PNG")
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", secret)
    words.add_text("Comment", secret * 20, zip=True)
    words.add_itxt("Title", secret)
    words.add_itxt("XML:com.adobe.xmp", xmp(secret).decode())
    return saved(image, "PNG", pnginfo=words, exif=hung_on(secret)["exif"]) + secret.encode()


def a_webp(secret: str = "", image: Image.Image | None = None) -> bytes:
    return saved(image or a_view(), "WEBP", **(hung_on(secret) if secret else {}))


@functools.cache
def an_avif(secret: str = "") -> bytes:
    return saved(a_view(), "AVIF", speed=10, **(hung_on(secret) if secret else {}))


def a_gif(secret: str = "", frames: int = 1) -> bytes:
    pictures = [a_view().rotate(20 * n) for n in range(frames)]
    several = {"save_all": True, "append_images": pictures[1:], "duration": 80, "loop": 0}
    more = several if frames > 1 else {}
    return saved(pictures[0], "GIF", comment=secret.encode(), **more) + secret.encode()


@functools.cache
def a_paper(secret: str = "", pages: int = 2) -> bytes:
    """A PDF with tags, a form field, a link and a photograph; with a secret, in all that is not seen."""
    paper = pikepdf.new()
    photo = paper.make_stream(
        a_photo(secret), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=160, Height=120,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for number in range(pages):
        page = paper.add_blank_page(page_size=(300, 300))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(Metadata=photo)
        )
        words = f"BT /F1 12 Tf 20 20 Td (What is seen, page {number + 1}) Tj ET q 90 0 0 60 9 99 cm /Metadata Do Q"
        page.Contents = paper.make_stream(words.encode())
    paper.Root.Lang = pikepdf.String("de")
    paper.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    paper.Root.StructTreeRoot = paper.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Array([]))
    )
    paper.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([_field(paper, secret)]))
    paper.pages[0].Annots = pikepdf.Array(
        [paper.Root.AcroForm.Fields[0], _link(paper, "https://example.org/")]
    )
    if secret:
        _tell(paper, secret)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _field(paper, secret: str):
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=pikepdf.String("place"),
        V=pikepdf.String("Graz"), Rect=pikepdf.Array([0, 0, 9, 9]),
    )  # fmt: skip
    if secret:
        field.M = pikepdf.String(secret)
        field.AA = pikepdf.Dictionary(K=_script(secret))
    return paper.make_indirect(field)


def _link(paper, address: str):
    return paper.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([0, 0, 9, 9]),
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address)),
        )
    )


def _script(secret: str):
    return pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{secret}')")
    )


def _tell(paper, secret: str) -> None:
    """Write the secret wherever a PDF keeps words that its pages do not show."""
    word, name = pikepdf.String(secret), pikepdf.Name
    for key in ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/Company"):
        paper.docinfo[key] = word
    paper.trailer["/Private"] = word
    root, page = paper.Root, paper.pages[0]
    hidden = paper.make_stream(xmp(secret), Type=name.Metadata, Subtype=name.XML)
    for holder in (root, page, page.Resources.XObject.Metadata):
        holder["/Metadata"] = hidden
        holder["/PieceInfo"] = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=word))
        holder["/LastModified"] = word
    page["/Thumb"] = paper.make_stream(secret.encode())
    page["/AA"] = pikepdf.Dictionary(O=_script(secret))
    root["/OpenAction"] = _script(secret)
    root["/Names"] = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([word, _script(secret)]))
    )
    root.AcroForm["/XFA"] = paper.make_stream(f"<xdp>{secret}</xdp>".encode())
    root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
    paper.attachments[f"{secret}.txt"] = secret.encode()
    file = paper.make_indirect(
        pikepdf.Dictionary(
            Type=name.Filespec,
            F=word,
            UF=word,
            EF=pikepdf.Dictionary(F=paper.make_stream(secret.encode())),
        )
    )
    root["/AF"] = pikepdf.Array([file])
    for note in _notes(paper, secret, file):
        page.Annots.append(note)
    signature = pikepdf.Dictionary(
        Type=name.Sig,
        ByteRange=pikepdf.Array([0, 1, 2, 3]),
        Name=word,
        Reason=word,
        ContactInfo=word,
        M=word,
    )
    signed = pikepdf.Dictionary(
        FT=name.Sig, T=pikepdf.String("signed"), V=paper.make_indirect(signature)
    )
    root.AcroForm.Fields.append(paper.make_indirect(signed))
    root["/Perms"] = pikepdf.Dictionary(DocMDP=signed.V)
    root["/DSS"] = pikepdf.Dictionary(Certs=pikepdf.Array([paper.make_stream(secret.encode())]))


def _notes(paper, secret: str, file):
    word, name, area = pikepdf.String(secret), pikepdf.Name, pikepdf.Array([0, 0, 9, 9])
    said = {
        "Type": name.Annot,
        "Rect": area,
        "T": word,
        "M": word,
        "CreationDate": word,
        "NM": word,
    }
    launch = pikepdf.Dictionary(S=name.Launch, F=word)
    return [
        paper.make_indirect(
            pikepdf.Dictionary(Subtype=name.Text, Contents=pikepdf.String("A note"), **said)
        ),
        paper.make_indirect(pikepdf.Dictionary(Subtype=name.FileAttachment, FS=file, **said)),
        paper.make_indirect(pikepdf.Dictionary(Subtype=name.Link, A=launch, **said)),
        _link(paper, f"file:///home/{secret}/notes.pdf"),
        _link(paper, f"javascript:alert('{secret}')"),
    ]


def _fill_properties(properties, secret: str) -> None:
    for name in (
        "author",
        "comments",
        "keywords",
        "last_modified_by",
        "subject",
        "title",
        "category",
    ):
        setattr(properties, name, secret)


def _with_parts(raw: bytes, more: dict[str, bytes], change=None) -> bytes:
    """Return a zip with more parts, and with those that there are changed by a function."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name in more:
                continue
            kept = old.read(name)
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            new.writestr(name, change(name, kept) if change else kept, stored)
        for name, kept in more.items():
            new.writestr(name, kept)
    return written.getvalue()


def _tied(raw: bytes, *ties: tuple[str, str, str]) -> bytes:
    """Return a list of ties with more: kind, target and mode of each."""
    more = "".join(
        f'<Relationship Id="rIdX{n}" Type="{TIES}{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(ties)
    )
    return raw.replace(b"</Relationships>", more.encode() + b"</Relationships>")


def _typed(raw: bytes, **types: str) -> bytes:
    """Return a list of types with more endings."""
    more = "".join(f'<Default Extension="{e}" ContentType="{kind}"/>' for e, kind in types.items())
    return raw.replace(b"<Override", more.encode() + b"<Override", 1)


def _custom(secret: str) -> dict[str, bytes]:
    """Return properties of one's own, and data of one's own, as companies let them be written."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    return {
        "docProps/custom.xml": (
            f'<Properties xmlns="{space}" xmlns:vt="urn:vt"><property fmtid="x" pid="2" name="{secret}">'
            f"<vt:lpwstr>{secret}</vt:lpwstr></property></Properties>"
        ).encode(),
        "customXml/item9.xml": f"<own>{secret}</own>".encode(),
        "docProps/thumbnail.jpeg": a_photo(secret),
        "hidden.txt": secret.encode(),
    }


def _root_ties(name: str, raw: bytes) -> bytes:
    if name == "_rels/.rels":
        return _tied(
            raw,
            ("custom-properties", "docProps/custom.xml", "Internal"),
            ("customXml", "customXml/item9.xml", "Internal"),
            ("metadata/thumbnail", "docProps/thumbnail.jpeg", "Internal"),
        )
    return (
        _typed(raw, jpeg="image/jpeg", jpg="image/jpeg") if name == "[Content_Types].xml" else raw
    )


@functools.cache
def a_letter(secret: str = "") -> bytes:
    """A Word document with a picture, a link, a comment and a tracked change."""
    document = docx.Document()
    document.add_heading("What is seen")
    paragraph = document.add_paragraph("A letter about ")
    run = paragraph.add_run("housing")
    document.add_comment(run, text="A comment", author=secret, initials=secret[:3] or "")
    document.add_picture(io.BytesIO(a_photo(secret)))
    document.part.relate_to("https://example.org/", f"{TIES}hyperlink", is_external=True)
    _fill_properties(document.core_properties, secret)
    if secret:
        _tell_in_letter(document, paragraph, secret)
    written = io.BytesIO()
    document.save(written)
    if not secret:
        return written.getvalue()
    return _with_parts(written.getvalue(), _custom(secret) | _letter_parts(secret), _letter_ties)


def _tell_in_letter(document, paragraph, secret: str) -> None:
    for kind in ("ins", "del"):
        words = "t" if kind == "ins" else "delText"
        paragraph._p.append(
            parse_xml(
                f'<w:{kind} xmlns:w="{W}" w:id="7" w:author="{secret}" w:date="{MOMENT}"><w:r '
                f'w:rsidR="00{secret}"><w:{words}>changed</w:{words}></w:r></w:{kind}>'
            )
        )
    settings = document.settings.element
    document.part._settings_part.relate_to(
        f"file:///C:/{secret}.dotm", f"{TIES}attachedTemplate", is_external=True
    )
    for words in (
        f'<w:attachedTemplate xmlns:w="{W}" xmlns:r="{R}" r:id="rId1"/>',
        f'<w:rsids xmlns:w="{W}"><w:rsid w:val="{secret}"/></w:rsids>',
        f'<w:docVars xmlns:w="{W}"><w:docVar w:name="a" w:val="{secret}"/></w:docVars>',
    ):
        settings.append(parse_xml(words))


def _letter_parts(secret: str) -> dict[str, bytes]:
    space = "http://schemas.microsoft.com/office/word/2012/wordml"
    return {
        "word/people.xml": (
            f'<w15:people xmlns:w15="{space}"><w15:person w15:author="{secret}"><w15:presenceInfo '
            f'w15:providerId="AD" w15:userId="{secret}"/></w15:person></w15:people>'
        ).encode()
    }


def _letter_ties(name: str, raw: bytes) -> bytes:
    if name == "word/_rels/document.xml.rels":
        return _tied(raw, ("people", "people.xml", "Internal"))
    return _root_ties(name, raw)


@functools.cache
def a_sheet(secret: str = "") -> bytes:
    """An Excel workbook with two sheets, a sum, a comment and a picture."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "What is seen"
    sheet["A1"], sheet["A2"], sheet["A3"] = 20, 22, "=SUM(A1:A2)"
    sheet["A1"].comment = Comment("A comment", secret or "nobody")
    sheet.add_image(SheetImage(io.BytesIO(a_photo(secret))), "C3")
    book.create_sheet("Second")["B2"] = "more"
    for name in (
        "creator",
        "description",
        "keywords",
        "lastModifiedBy",
        "subject",
        "title",
        "category",
    ):
        setattr(book.properties, name, secret)
    written = io.BytesIO()
    book.save(written)
    if not secret:
        return written.getvalue()
    return _with_parts(
        written.getvalue(),
        _custom(secret) | {"xl/printerSettings/printerSettings1.bin": secret.encode("utf-16-le")},
        lambda name, raw: _tell_in_sheet(name, raw, secret),
    )


def _tell_in_sheet(name: str, raw: bytes, secret: str) -> bytes:
    if name == "xl/workbook.xml":
        told = f'<fileSharing userName="{secret}"/><x15ac:absPath xmlns:x15ac="urn:ac" url="C:\\{secret}\\"/>'
        return raw.replace(b"<workbookPr", told.encode() + b"<workbookPr", 1)
    if name == "xl/worksheets/sheet1.xml":
        setup = f'<pageSetup xmlns:r="{R}" orientation="portrait" r:id="rIdX0"/>'
        margins = re.search(rb"<pageMargins[^>]*/>", raw)
        assert margins
        return raw.replace(margins[0], margins[0] + setup.encode())
    if name == "xl/worksheets/_rels/sheet1.xml.rels":
        return _tied(
            raw, ("printerSettings", "../printerSettings/printerSettings1.bin", "Internal")
        )
    if name == "[Content_Types].xml":
        raw = _typed(raw, bin=f"{TYPES}spreadsheetml.printerSettings")
    return _root_ties(name, raw)


@functools.cache
def slides(secret: str = "") -> bytes:
    """A PowerPoint with a title, a picture, notes, a chart with its workbook, and commenters."""
    deck = pptx.Presentation()
    slide: Any = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "What is seen"
    slide.notes_slide.notes_text_frame.text = "What is said"
    slide.shapes.add_picture(io.BytesIO(a_photo(secret)), 0, 0)
    _add_chart(slide, secret)
    _fill_properties(deck.core_properties, secret)
    if secret:
        _tell_in_slides(deck, slide, secret)
    written = io.BytesIO()
    deck.save(written)
    return (
        _with_parts(written.getvalue(), _custom(secret), _root_ties)
        if secret
        else written.getvalue()
    )


def _add_chart(slide, secret: str) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    figures = CategoryChartData()
    figures.categories = ["Graz", "Utrecht"]
    figures.add_series("Cities", (1, 2))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, 900000, 900000, figures)
    if secret:
        frame.chart.part.chart_workbook.xlsx_part._blob = a_sheet(secret)


def _tell_in_slides(deck, slide, secret: str) -> None:
    def add(owner, path: str, kind: str, form: str, words: str) -> None:
        part = Part(PackURI(path), f"application/vnd.{form}+xml", deck.part.package, words.encode())
        owner.part.relate_to(part, TIES + kind)

    ooxml = "openxmlformats-officedocument.presentationml"
    authors = (
        f'<p:cmAuthorLst xmlns:p="{P}"><p:cmAuthor id="0" name="{secret}" initials="{secret}" '
        'lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
    )
    add(deck, "/ppt/commentAuthors.xml", "commentAuthors", f"{ooxml}.commentAuthors", authors)
    comment = (
        f'<p:cmLst xmlns:p="{P}"><p:cm authorId="0" dt="{secret}" idx="1"><p:pos x="1" y="1"/>'
        "<p:text>A comment</p:text></p:cm></p:cmLst>"
    )
    add(slide, "/ppt/comments/comment1.xml", "comments", f"{ooxml}.comments", comment)
    modern = (
        f'<a:authorLst xmlns:a="urn:modern"><a:author id="1" name="{secret}" initials="{secret}" '
        f'userId="{secret}" providerId="AD"/></a:authorLst>'
    )
    add(deck, "/ppt/authors.xml", "authors", "ms-powerpoint.authors", modern)
    changes = f'<c:chgInfo xmlns:c="urn:changes"><c:chgData name="{secret}"/></c:chgInfo>'
    add(
        deck,
        "/ppt/changesInfos/changesInfo1.xml",
        "changesInfo",
        "ms-powerpoint.changesinfo",
        changes,
    )


def _odf_fields(document, secret: str) -> None:
    for element in (meta.InitialCreator, dc.Creator, dc.Title, dc.Description, dc.Subject):
        named = element()
        named.addText(secret)
        document.meta.addElement(named)
    own = meta.UserDefined(name=secret)
    own.addText(secret)
    document.meta.addElement(own)


def _odf_bytes(document, secret: str) -> bytes:
    written = io.BytesIO()
    if secret:
        _odf_fields(document, secret)
    document.write(written)
    if not secret:
        return written.getvalue()
    told = {
        "Thumbnails/thumbnail.png": a_png(secret),
        "layout-cache": secret.encode(),
        "settings.xml": _odf_settings(secret),
    }
    return _with_parts(written.getvalue(), told)


def _odf_settings(secret: str) -> bytes:
    """Return settings as a machine with a printer writes them."""
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    spaces += ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="string">{told}</config:config-item>'
        for name, told in (("PrinterName", secret), ("PrinterSetup", secret), ("ShowGrid", "true"))
    )
    return (
        f"<office:document-settings {spaces}><office:settings><config:config-item-set "
        f'config:name="ooo:configuration-settings">{items}</config:config-item-set>'
        "</office:settings></office:document-settings>"
    ).encode()


@functools.cache
def an_odt(secret: str = "") -> bytes:
    """An OpenDocument text with a picture and a note that somebody wrote in its margin."""
    document: Any = opendocument.OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text="What is seen"))
    paragraph = text.P(text="A letter about housing")
    note = office.Annotation()
    for element, words in ((dc.Creator, secret or "nobody"), (dc.Date, "2024-03-01T10:00:00")):
        each = element()
        each.addText(words)
        note.addElement(each)
    note.addElement(text.P(text="A comment"))
    paragraph.addElement(note)
    document.text.addElement(paragraph)
    frame = Frame(width="4cm", height="3cm", anchortype="paragraph")
    frame.addElement(OdfImage(href=document.addPictureFromString(a_photo(secret), "image/jpeg")))
    paragraph.addElement(frame)
    return _odf_bytes(document, secret)


@functools.cache
def an_ods(secret: str = "") -> bytes:
    document: Any = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="What is seen")
    row, cell = table.TableRow(), table.TableCell(valuetype="float", value="42")
    cell.addElement(text.P(text="42"))
    row.addElement(cell)
    sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    return _odf_bytes(document, secret)


@functools.cache
def an_odp(secret: str = "") -> bytes:
    document: Any = opendocument.OpenDocumentPresentation()
    layout = style.PageLayout(name="layout")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="master", pagelayoutname=layout)
    document.masterstyles.addElement(master)
    page = Page(name="first", masterpagename=master)
    frame = Frame(width="4cm", height="3cm")
    frame.addElement(OdfImage(href=document.addPictureFromString(a_photo(secret), "image/jpeg")))
    page.addElement(frame)
    document.presentation.addElement(page)
    return _odf_bytes(document, secret)


def zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in parts.items():
            packed.writestr(name, raw)
    return written.getvalue()


def changed(raw: bytes, more: dict[str, bytes] | None = None, **parts) -> bytes:
    """Return a zip with parts added, and one part (`name=`) put through a function (`by=`)."""
    name, by = parts.get("name"), parts.get("by")
    return _with_parts(raw, more or {}, lambda part, old: by(old) if part == name and by else old)


def locked_office() -> bytes:
    """The start of a new Office document under a password: an old compound file that holds it."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


def a_locked_paper(password: str = "word") -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_paper())) as paper:
        paper.save(written, encryption=pikepdf.Encryption(owner="owner", user=password))
    return written.getvalue()


def a_huge_png(width: int = 50_000, height: int = 50_000, colours: int = 0) -> bytes:
    """A small file that says that it is a very large picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
