"""The documents of a case: who opens them, and which are kept out, in words."""

import io

import pytest

from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Attachment, StoredFile
from hrcn_community.notifications.models import Notice
from tests.attachments import files
from tests.attachments.sending import links_in
from tests.attachments.test_scanning import EICAR, clamd
from tests.letterbox import read

__all__ = ["clamd"]  # a fixture, found by its name
KINDS = ("case.papers", "case.note")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def send(story, who, data, name, about="The statute."):
    fields = {"about": about, "files": "", "upload": (io.BytesIO(data), name)}
    return story.post(who, "papers", **fields)


def locked_zip() -> bytes:
    """Return a zip whose one file says of itself that it is under a password."""
    raw = bytearray(files.zipped({"secret.txt": b"x"}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


@pytest.mark.parametrize("tier", ["confidential", "network"])
def test_who_asked_and_who_declared_no_conflict_open_them_and_nobody_else(world, cast, story, tier):
    story.until("invited", tier=tier)
    assert send(story, cast.omar, b"Article 1", "statute.txt").status_code == 303
    page = cast.omar.browser.page(f"{story.address}/papers")
    assert "statute.txt" in page
    assert "not scanned for viruses" in page, "marked, where no scanner looks"
    (link,) = links_in(page)
    assert cast.omar.browser.get(link).data == b"Article 1"
    outside = 404 if tier == "confidential" else 403
    people = (cast.dalia, outside), (cast.eve, outside), (cast.chandra, 403), (cast.cleo, 403)
    for who, status in people:
        assert who.browser.sees(f"{story.address}/papers") == status, who.name
        assert send(story, who, b"x", "x.txt").status_code == status, who.name
    story.done(cast.dalia, "declaration", declaration="none")
    theirs = cast.dalia.browser.page(f"{story.address}/papers")
    assert cast.dalia.browser.get(links_in(theirs)[0]).data == b"Article 1"
    room = story.case.papers_space_id
    assert world.rows(ReadEntry, space_id=room, person_id=cast.dalia.id), "the file, too, is read"
    _, title, read = story.page(cast.omar).partition("Who has opened its documents")
    assert bool(title) is (tier == "network")
    read = read or story.page(cast.omar).partition("Who has read it")[2]
    assert "Dalia" in read.partition("The way so far")[0]
    story.done(cast.dalia, "recusal", reason="I know the landlord after all.")
    assert cast.dalia.browser.sees(f"{story.address}/papers") == outside
    assert cast.dalia.browser.sees(links_in(theirs)[0]) == 404
    story.done(cast.omar, "withdrawal")
    assert send(story, cast.omar, b"Late", "late.txt").status_code == 409
    assert len(world.rows(Attachment)) - 1 <= 1


def test_what_cannot_be_made_safe_is_kept_out_and_it_is_said_why(world, cast, story, clamd):
    story.ask()
    macros = files.changed(files.a_letter(), {"word/vbaProject.bin": b"x"})
    vba = OLE + "_VBA_PROJECT".encode("utf-16-le") + bytes(64)
    for data, name, why in (
        (macros, "letter.docm", "This document holds macros."),
        (
            files.changed(files.a_sheet(), {"xl/vbaProject.bin": b"x"}),
            "sheet.xlsm",
            "holds macros.",
        ),
        (vba, "letter.doc", "This document holds macros."),
        (OLE, "letter.doc", "This is an old Office file"),
        (files.locked_office(), "letter.docx", "protected by a password"),
        (files.a_locked_paper(), "paper.pdf", "protected by a password"),
        (locked_zip(), "papers.zip", "protected by a password"),
        (EICAR.encode(), "words.txt", "The virus scanner found something"),
    ):
        answer = send(story, cast.omar, data, name, about="What we were sent.")
        assert (answer.status_code, why in answer.text) == (422, True), (name, answer.text[-3000:])
        assert f"{name}:" in answer.text
        assert "What we were sent." in answer.text, "what was written is kept"
    clamd.answer = b"ERROR\0"
    assert "does not answer" in send(story, cast.omar, b"x", "x.txt").text
    clamd.answer = None
    assert story.post(cast.omar, "papers", about="No file.", files="").status_code == 422
    assert send(story, cast.omar, b"x", "x.txt", about=" ").status_code == 422
    assert world.rows(Attachment, post_id=1) == []
    assert all(row.extension == ".txt" for row in world.rows(StoredFile))


def test_who_works_on_a_case_learns_of_documents_and_of_notes_and_nobody_else(
    world, cast, story, worker, mailbox
):
    story.until("peer_review")
    assert send(story, cast.omar, b"Article 1", "statute.txt").status_code == 303
    story.done(cast.dalia, "notes", note="Which statute is this?")
    worker()
    told = {kind: {n.person_id for n in world.rows(Notice, kind=kind)} for kind in KINDS}
    assert told["case.papers"] == {cast.dalia.id, cast.ruth.id}, "the lead cannot open them"
    assert told["case.note"] == {cast.cleo.id, cast.ruth.id}
    places = {(n.kind, n.title, n.address) for n in world.rows(Notice) if n.kind in KINDS}
    ref, here = story.case.ref, story.address
    assert places == {("case.papers", ref, f"{here}/papers"), ("case.note", ref, f"{here}/work")}
    for mail in read(mailbox()):
        assert "statute" not in f"{mail.subject} {mail.text}".lower()
    story.done(cast.cleo, "notes", note="The one of 2012.")
    send(story, cast.dalia, b"Article 2", "second.txt")
    worker()
    assert len(world.rows(Notice, kind="case.papers", person_id=cast.omar.id)) == 1
    assert world.rows(Notice, kind="case.note", person_id=cast.omar.id) == []
