"""What is taken out of the parts of a Word, Excel or PowerPoint document, by the names of its words.

By names without their namespaces where these are plain enough: strict documents, usual ones and the
additions of each year differ in namespaces, and agree in names.
"""

from functools import cache

from hrcn_community.attachments.cleaning.markup import (
    Element,
    empty,
    name_of,
    remove,
    space_of,
    split_name,
)
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

EMPTIED = {"coreProperties", "people", "labelList", "tagLst"}
PROPERTIES = ("extended-properties", "custom-properties", "extendedProperties", "customProperties")
GONE = {
    "absPath", "alternateUrls", "attachedTemplate", "custDataLst", "customSheetViews",
    "customWorkbookViews", "dataBinding", "docId", "docVars", "fileSharing", "mailMerge", "printerSettings",
    "revisionPtr", "rsids", "saveThroughXslt", "subDoc",
}  # fmt: skip
# With nothing left to point to, these would be errors; their neighbours can do without.
GONE_WITH_ITS_TIE = {"externalData", "custData", "tags", "controls", "recipientData"}
IN_WORD = {"author", "initials", "date", "dateUtc", "ed"}
DROPPED = {
    "dT", "gfxdata", "odcFile", "refreshedBy", "refreshedDate", "refreshedDateIso", "securityDescriptor",
    "sourceFile",
}  # fmt: skip
OF_PEOPLE = {"cmAuthor", "author", "person"}
NAMES = {"name", "initials", "displayName", "userId"}
OF_COMMENTS = {"cm", "cmLst", "reply"}
NO_TIME = "2000-01-01T00:00:00.000"
DESCRIBED = {"descr", "alt", "url", "title"}
COMMANDS = ("DDE", "DDEAUTO")
FETCHING = ("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "IMPORT", "RD")  # with what lies elsewhere
ELSEWHERE = ("://", "\\\\", ":\\")


def clean_part(name: str, root: Element, cut: set[str]) -> None:
    """Take out of one part who wrote it, when, where and with what; `cut` are ids that lead nowhere now."""
    if name_of(root) in EMPTIED or space_of(root).endswith(PROPERTIES):
        empty(root)
        return
    _refuse_fields(root)
    # A sheet may have millions of elements: none is held longer than it is looked at, but for these.
    gone: list[Element] = []
    for each in root.iter():
        rule = _rule(each.tag)
        if rule is not None:
            rule(each, gone)
        if each.attrib:
            _clean_attributes(each, cut, gone)
    for each in gone:
        remove(each)


@cache
def _rule(tag: str):
    """Return what is done with elements of this name, found once for each name."""
    space, local = split_name(tag)
    if local in GONE:
        return _gone
    if local in OF_PEOPLE:
        return _nobody
    if local in OF_COMMENTS and "spreadsheetml" not in space:
        return _without_time
    return {
        "dbPr": _without_connection,
        "ddeLink": _refuse_command,
        "fldSimple": _refuse_commands_of_fields,
    }.get(local)


def _gone(element: Element, gone: list[Element]) -> None:
    gone.append(element)


def _nobody(person: Element, _gone: list[Element]) -> None:
    """Leave the place of a person, whom comments point to by a number, and nobody in it."""
    person.text = None
    for name in NAMES & set(person.attrib):
        person.set(name, "")
    if "providerId" in person.attrib:
        person.set("providerId", "None")


def _without_time(comment: Element, _gone: list[Element]) -> None:
    comment.attrib.pop("dt", None)
    if "created" in comment.attrib:
        comment.set("created", NO_TIME)


def _without_connection(base: Element, _gone: list[Element]) -> None:
    """A connection names servers and those who may sign in there."""
    if "connection" in base.attrib:
        base.set("connection", "")


def _refuse_command(_element: Element, _gone: list[Element]) -> None:
    raise NotTaken(Why.ACTIVE)


def _refuse_commands_of_fields(field: Element, _gone: list[Element]) -> None:
    for each in (field.text or "", *map(str, field.attrib.values())):
        _refuse_field(each)


def _refuse_fields(root: Element) -> None:
    """Refuse a document whose fields command something, in however many runs they are written."""
    begun = [""]
    for each in root.iter("{*}fldChar", "{*}instrText"):
        if name_of(each) == "instrText":
            begun[-1] += each.text or ""
        elif "begin" in each.attrib.values():
            begun.append("")
        elif len(begun) > 1:
            _refuse_field(begun.pop())
    for rest in begun:
        _refuse_field(rest)


def _refuse_field(words: str) -> None:
    command = next(iter(words.upper().split()), "")
    reaches_out = command in FETCHING and any(sign in words for sign in ELSEWHERE)
    if command in COMMANDS or reaches_out:
        raise NotTaken(Why.ACTIVE)


def _clean_attributes(element: Element, cut: set[str], gone: list[Element]) -> None:
    for name, value in list(element.attrib.items()):
        what = _what_of(name)
        if what == "tie":
            if value in cut:
                _untie(element, name, gone)
        elif what == "drop" or (what == "described" and _is_a_path(value)):
            del element.attrib[name]
        elif what == "blank":
            element.set(name, "")


@cache
def _what_of(name: str) -> str:
    """Return what is done with attributes of this name."""
    space, local = split_name(name)
    if space.endswith("/relationships"):
        return "tie"
    if local.startswith("rsid") or local in DROPPED:
        return "drop"
    if "word" in space and local in IN_WORD:
        return "blank" if local == "author" else "drop"
    return "described" if local in DESCRIBED else "keep"


def _is_a_path(value: str) -> bool:
    """Tell whether this is a place on somebody's disk, which programs write where a picture is told of."""
    return value[1:3] == ":\\" or value.startswith(("\\\\", "file:"))


def _untie(element: Element, name: str, gone: list[Element]) -> None:
    if name_of(element) in GONE_WITH_ITS_TIE:
        gone.append(element)
    elif name_of(element) == "imgLayer":
        effects = element.getparent()
        gone.append(element if effects is None else effects)
    else:
        del element.attrib[name]
