"""How the parts of an office document refer to each other, and which of these ties are cut."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from hrcn_community.attachments.cleaning.markup import Element, read_xml, write_xml
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why
from hrcn_community.attachments.cleaning.zips import Parts

# By the last word of a tie's type. What is cut here is not reached, and what is not reached is gone.
CUT = {
    "attachedTemplate", "attachedToolbars", "changesInfo", "classificationlabels", "customData",
    "customXml", "customXmlProps", "extensibility", "hdphoto", "keyMapCustomizations", "mailMergeSource",
    "mailMergeHeaderSource", "origin", "printerSettings", "recipientData", "revisionHeaders",
    "revisionInfo", "revisionLog", "tags", "thumbnail", "transform", "usernames", "webextension",
    "webextensiontaskpanes",
}  # fmt: skip
REFUSED = {
    "oleObject": Why.EMBEDDED, "control": Why.EMBEDDED, "activeXControlBinary": Why.EMBEDDED,
    "audio": Why.EMBEDDED, "video": Why.EMBEDDED, "media": Why.EMBEDDED, "aFChunk": Why.EMBEDDED,
    "vbaProject": Why.MACROS, "xlMacrosheet": Why.MACROS, "wordVbaData": Why.MACROS,
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
# A workbook that draws on another names its place on somebody's disk; the figures it took are kept.
ELSEWHERE, NOWHERE = "elsewhere.xlsx", "#"
FIGURES = {"oleObject", "package"}
BOOKS = {"externalLinkPath", "xlPathMissing", "externalLinkLongPath"}


def base_of(rels: str) -> str:
    """Return the part whose ties a part lists: `word/document.xml` for `word/_rels/document.xml.rels`."""
    folder, _, name = rels.rpartition("_rels/")
    return folder + name.removesuffix(".rels")


class Links:
    """The ties of one document: what can be reached from its root, and what was cut off."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.ties: dict[str, Element] = {}
        self.cut: dict[str, set[str]] = {}
        self.main = ""
        self.reached: set[str] = set()
        waiting = [""]
        while waiting:
            waiting += self._follow(waiting.pop())

    def cut_from(self, name: str) -> set[str]:
        """Return the ids by which a part refers to what is gone."""
        return self.cut.get(name, set())

    def written(self) -> Parts:
        """Return the lists of ties, without those that were cut."""
        return {name: write_xml(root) for name, root in self.ties.items()}

    def _follow(self, base: str) -> Iterator[str]:
        """Reach every part that this one refers to; yield those that are new."""
        folder, _, name = base.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.parts:
            return
        root = self.ties[rels] = read_xml(self.parts[rels])
        for tie in list(root):
            target = self._target(base, tie)
            if target is None:
                root.remove(tie)
                self.cut.setdefault(base, set()).add(tie.get("Id") or "")
            elif target in self.parts and target not in self.reached:
                self.reached.add(target)
                yield target

    def _target(self, base: str, tie: Element) -> str | None:
        """Return the part that a tie leads to, nothing for one that leads out, None for one to cut."""
        kind = (tie.get("Type") or "").rpartition("/")[2]
        is_outside = tie.get("TargetMode") == "External"
        if is_outside and kind in FIGURES and "/charts/" in base:
            return None  # a chart shows the figures that it took; where from is a path on a disk
        if kind in REFUSED:
            raise NotTaken(REFUSED[kind])
        if kind in CUT:
            return None
        if is_outside:
            return _led_out(kind, tie)
        target = _resolved(base, tie.get("Target") or "")
        if kind == "officeDocument" and not base:
            self.main = target
        return target


def _led_out(kind: str, tie: Element) -> str | None:
    """Keep addresses that a reader may follow; nothing is fetched from outside by itself."""
    if kind in BOOKS:
        tie.set("Target", ELSEWHERE)
        return ""
    if kind != "hyperlink":
        return None
    if not _is_an_address(tie.get("Target") or ""):
        tie.set("Target", NOWHERE)
    return ""


def _is_an_address(target: str) -> bool:
    if target.startswith("#"):
        return True
    try:
        return urlsplit(target.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _resolved(base: str, target: str) -> str:
    path = unquote(target.partition("#")[0])
    if not path.startswith("/"):
        path = posixpath.join("/", posixpath.dirname(base), path)
    return posixpath.normpath(path).lstrip("/")
