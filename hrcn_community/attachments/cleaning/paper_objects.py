"""The objects of a PDF: what is taken out of each, wherever it stands."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, Stream

# Never part of how a page looks, in whatever object it is found.
NEVER = {
    "/AF", "/CreatorInfo", "/EmbeddedFiles", "/JavaScript", "/LastModified", "/OPI", "/PieceInfo",
    "/PresSteps", "/SpiderInfo", "/SigFlags", "/XFA",
}  # fmt: skip
OF_STREAMS = {"/F", "/FFilter", "/FDecodeParms", "/Ref", "/Alternates"}
OF_NOTES = {"/M", "/CreationDate", "/NM", "/T"}
OF_FIELDS = {"/M", "/CreationDate", "/NM"}
# Going to a place in this paper, to an address, or to the next page: all that a link may do.
HARMLESS = {Name.GoTo, Name.URI, Name.Named}
HARMFUL = {
    Name.JavaScript, Name.Launch, Name.SubmitForm, Name.ImportData, Name.GoToR, Name.GoToE, Name.GoToDp,
    Name.Rendition, Name.Movie, Name.Sound, Name.RichMediaExecute, Name.GoTo3DView, Name.ResetForm,
    Name.Hide, Name.SetOCGState, Name.Trans,
}  # fmt: skip
SCHEMES = {"", "http", "https", "mailto", "tel"}
DROPPED_NOTES = {
    Name.FileAttachment, Name.Movie, Name.Sound, Name.Screen, Name.RichMedia, Name("/3D"), Name.TrapNet,
    Name.PrinterMark,
}  # fmt: skip


def clean_object(start: Object) -> None:
    """Clean an object and all that it holds itself; what it points to is met on its own."""
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary | Stream):
            _clean_dictionary(each)
        waiting += _held(each)


def _held(holder: Object) -> Iterator[Object]:
    if isinstance(holder, Array):
        values = list(holder.as_list())
    elif isinstance(holder, Dictionary | Stream):
        values = [holder.get(key) for key in holder.keys()]  # noqa: SIM118 - no mapping of Python's
    else:
        return
    for value in values:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield value


def _clean_dictionary(each: Object) -> None:
    _empty_what_acts_or_signs(each)
    keys = set(each.keys())
    for key in keys & NEVER:
        del each[key]
    if isinstance(each, Stream):
        _drop(each, keys & OF_STREAMS)
    _drop_what_hangs_on(each, keys)
    _drop_actions(each, keys)
    if "/Rect" in keys and "/Subtype" in keys:
        _drop(each, keys & (OF_FIELDS if each.get("/Subtype") == Name.Widget else OF_NOTES))
    if each.get("/FT") == Name.Sig:
        _drop(each, keys & {"/V", "/SV", "/Lock"})
    _keep_notes(each)


def _drop(each: Object, keys: set[str]) -> None:
    for key in keys:
        del each[key]


def _empty_what_acts_or_signs(each: Object) -> None:
    """Take out actions, files and signatures where they lie, whoever points at them."""
    if isinstance(each, Stream):
        return
    keys = set(each.keys())
    if each.get("/S") in HARMFUL or "/ByteRange" in keys or "/EF" in keys:
        _drop(each, keys)
    elif "/JS" in keys and not isinstance(each.get("/JS"), Dictionary):
        del each["/JS"]


def _drop_what_hangs_on(each: Object, keys: set[str]) -> None:
    """A font or picture may bear any name in its page's list, so these are known by what they are."""
    if "/Metadata" in keys and _is_words(each.get("/Metadata")):
        del each["/Metadata"]
    if "/Thumb" in keys and "/Parent" in keys:
        del each["/Thumb"]
    more = each.get("/AA")
    if isinstance(more, Dictionary) and "/Type" not in more:
        del each["/AA"]


def _is_words(value: object) -> bool:
    if isinstance(value, Stream):
        return value.get("/Subtype") not in {Name.Image, Name.Form}
    return not isinstance(value, Dictionary)


def _drop_actions(each: Object, keys: set[str]) -> None:
    for key in keys & {"/A", "/PA", "/Next"}:
        held = each.get(key)
        if isinstance(held, Array):
            if any(_acts(one) for one in held.as_list()):
                del each[key]
        elif _acts(held):
            del each[key]


def _acts(action: object) -> bool:
    """Tell whether this is an action that a link may not do."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return False
    if action.get("/S") not in HARMLESS:
        return True
    return action.get("/S") == Name.URI and not _is_an_address(action.get("/URI"))


def _is_an_address(address: object) -> bool:
    """A path to somebody's file says who they are; an address that is a script is none."""
    try:
        return urlsplit(str(address).strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _keep_notes(each: Object) -> None:
    """Leave out of a page's notes those that carry files, sounds or films."""
    notes = each.get("/Annots")
    if isinstance(notes, Array):
        each["/Annots"] = Array([one for one in notes.as_list() if not _is_dropped(one)])


def _is_dropped(note: object) -> bool:
    return isinstance(note, Dictionary) and note.get("/Subtype") in DROPPED_NOTES
