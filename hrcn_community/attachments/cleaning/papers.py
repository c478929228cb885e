"""PDF: pages, text, tags and language stay; who wrote it, with what and when does not."""

from pathlib import Path

import pikepdf

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.outcome import Cleaned, NotTaken, Why
from hrcn_community.attachments.cleaning.paper_objects import clean_object
from hrcn_community.attachments.cleaning.paper_streams import Unfolded, strip_picture

END, TAIL_BYTES = b"%%EOF", 4_096
# All that the catalog of a paper needs to be read, by eye and by ear. What else it may hold is left
# out: attachments, scripts, signatures and their certificates, portfolios, where it was found.
CATALOG = {
    "/AcroForm", "/Dests", "/Extensions", "/Lang", "/MarkInfo", "/Names", "/OCProperties", "/OpenAction",
    "/Outlines", "/OutputIntents", "/PageLabels", "/PageLayout", "/PageMode", "/Pages", "/StructTreeRoot",
    "/Type", "/Version", "/ViewerPreferences",
}  # fmt: skip


def clean(source: Path, folder: Path, form: str) -> Cleaned:
    """Write the paper again, without old versions of it and without what is not on its pages."""
    _refuse_cut_off(source)
    path = folder / "clean.pdf"
    with _opened(source) as paper:
        if paper.is_encrypted:
            raise NotTaken(Why.PROTECTED)
        pages = _count(paper)
        _clean_root(paper)
        unfolded = Unfolded()
        for each in list(paper.objects):
            clean_object(each)
            if isinstance(each, pikepdf.Stream):
                unfolded.add(each)
                strip_picture(paper, each)
        # With streams left as they are; the identity is made from the content, not from the clock.
        paper.save(
            path,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return Cleaned.of(".pdf", path, pages=pages)


def _refuse_cut_off(source: Path) -> None:
    """A paper that does not end was not sent whole; guessing at the rest would lose pages quietly."""
    with source.open("rb") as file:
        file.seek(max(0, source.stat().st_size - TAIL_BYTES))
        if END not in file.read():
            raise NotTaken(Why.DAMAGED)


def _opened(source: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(source, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise NotTaken(Why.PROTECTED) from None


def _count(paper: pikepdf.Pdf) -> int:
    pages = len(paper.pages)
    if not pages:
        raise NotTaken(Why.DAMAGED)
    if pages > limits.PAGES:
        raise NotTaken(Why.TOO_MANY_PAGES)
    return pages


def _clean_root(paper: pikepdf.Pdf) -> None:
    """Keep of trailer and catalog what is known to be needed."""
    for name in set(paper.trailer.keys()) - {"/Root", "/Size"}:
        del paper.trailer[name]
    root = paper.Root
    form = root.get("/AcroForm")
    if root.get("/NeedsRendering") and isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        # Its pages exist only as a program; without that program one empty page would be left.
        raise NotTaken(Why.ACTIVE)
    for name in set(root.keys()) - CATALOG:
        del root[name]
    _keep_only(root, "/Names", {"/Dests"})
    if not isinstance(root.get("/OpenAction"), pikepdf.Array | None):
        del root["/OpenAction"]
    if root.get("/PageMode") == pikepdf.Name.UseAttachments:
        del root["/PageMode"]
    preferences = root.get("/ViewerPreferences")
    if isinstance(preferences, pikepdf.Dictionary) and "/DisplayDocTitle" in preferences:
        # The title goes with the rest of what is known of the paper: it often names its writer's file.
        del preferences["/DisplayDocTitle"]


def _keep_only(holder: pikepdf.Object, key: str, names: set[str]) -> None:
    held = holder.get(key)
    if isinstance(held, pikepdf.Dictionary):
        for name in set(held.keys()) - names:
            del held[name]
