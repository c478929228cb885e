"""A mailbox is taken apart where Python's own reader does it, piece by piece, and never held."""

import io
import mailbox
import time
import tracemalloc

import pytest

from hrcn_community.importing.mail import boxes
from hrcn_community.importing.mail.bodies import body_of
from hrcn_community.importing.mail.boxes import message_at, places
from hrcn_community.importing.mail.reading import Reading
from hrcn_community.importing.mail.threads import Threads
from hrcn_community.importing.report import Report
from tests.importing.mailboxes import a_message, write_box


@pytest.mark.parametrize("piece", [1_100, 1_777, 4_096, 1 << 20])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_messages_begin_where_pythons_reader_says(tmp_path, monkeypatch, piece, ends):
    monkeypatch.setattr(boxes, "PIECE", piece)
    path = write_box(tmp_path / "list.mbox", 60, seed=2)
    path.write_bytes(path.read_bytes().replace(b"\n", ends.encode()))
    read = mailbox.mbox(path)
    theirs = [read.get_bytes(key) for key in read.iterkeys()]
    read.close()
    with path.open("rb") as file:
        found = list(places(file))
        ours = [message_at(file, place.start, place.end) for place in found]
    assert found[0].start == 0
    assert [each.strip() for each in ours] == [
        each.replace(b"\n", ends.encode()).strip() if b"\r\n" not in each else each.strip()
        for each in theirs
    ]


@pytest.mark.parametrize(
    ("box", "count"),
    [
        (b"", 0),
        (b"\n\n", 0),
        (b"Subject: alone\n\nNo envelope.\n", 1),
        (b"From a Mon Jan  2 10:00:00 2012\nSubject: x\n\nFrom here on it is prose.\n", 1),
        (b"From a Mon Jan  2 10:00:00 2012\nSubject: x\n\nso\n\nFrom now on, at 10:00, prose\n", 2),
        (
            b"From a Mon Jan  2 10:00:00 2012\nSubject: x\n\nso\nFrom b Mon Jan  2 10:00:00 2012\n",
            1,
        ),
        (b"From a Mon Jan  2 10:00:00 2012\n\n", 1),
        (b"From " * 5_000, 1),
        (b"From a 10:00:00\n\nso\n\nFrom b 10:00:00" + b"x" * 1_000 + b"\n\nand on", 1),
    ],
)
def test_odd_mailboxes_are_taken_apart(box, count):
    assert len(list(places(io.BytesIO(box)))) == count


def test_a_line_of_many_hours_takes_time_that_grows_with_it_alone():
    began = time.process_time()
    assert len(list(places(io.BytesIO(b"From " + b"00:00" * 60_000)))) == 1
    assert time.process_time() - began < 2


LINE = "QUFB" * 19 + "\n"
PARTS = """--b
Content-Type: {kind}
Content-Transfer-Encoding: base64

{lines}
--b
Content-Type: text/plain

And after it.
--b--
"""


@pytest.mark.parametrize(("kind", "is_kept"), [("application/pdf", False), ("text/plain", True)])
def test_of_a_large_part_only_text_is_taken_apart(kind, is_kept):
    head = 'Content-Type: multipart/mixed; boundary="b"\n\n'
    raw = (head + PARTS.format(kind=kind, lines=LINE * 5_000)).encode()
    body = body_of(raw)
    assert ("A" * 285_000 in body.text.replace("\n", "")) == is_kept
    assert body.text.endswith("And after it.")
    assert body.attachments == (0 if is_kept else 1)
    assert body.oddities == []


def test_reading_holds_neither_the_mailbox_nor_its_messages(tmp_path):
    body = ("x" * 76 + "\n") * 40_000
    heavy = tmp_path / "heavy.mbox"
    with heavy.open("w") as file:
        for number in range(1, 9):
            file.write(a_message(number, body=body))
    assert heavy.stat().st_size > 20 << 20
    assert _peak_of_reading(tmp_path, heavy) < 6 << 20


def test_many_messages_take_hardly_more_memory_than_few(tmp_path, monkeypatch):
    monkeypatch.setattr(boxes, "PIECE", 1 << 16)
    few = write_box(tmp_path / "few.mbox", 100, seed=3)
    many = write_box(tmp_path / "many.mbox", 1_000, seed=3)
    _peak_of_reading(tmp_path, few)  # what is loaded once
    before = _peak_of_reading(tmp_path, few)
    assert _peak_of_reading(tmp_path, many) < before + (200 << 10)


def _peak_of_reading(tmp_path, path) -> int:
    index = Threads()
    tracemalloc.start()
    with Report(tmp_path / "report.txt") as report, path.open("rb") as file:
        reading = Reading(index, report, takes_unarchived=False)
        assert sum(reading.read(file)) == path.stat().st_size
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    index.close()
    return peak
