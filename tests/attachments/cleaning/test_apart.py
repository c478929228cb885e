"""A file is cleaned in a process of its own: what it breaks, eats or hangs is not the house."""

import json
import os
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from hrcn_community.attachments.cleaning import NotTaken, Why, apart, clean_apart, limits
from tests.attachments import files


@pytest.fixture
def room(tmp_path):
    """Return a place for a source and an empty folder."""

    def place(raw: bytes):
        source, folder = tmp_path / "source", tmp_path / "folder"
        source.write_bytes(raw)
        folder.mkdir(exist_ok=True)
        return source, folder

    return place


@pytest.fixture
def instead(monkeypatch):
    """Let the process run a few lines of ours, after it has bound itself, instead of cleaning."""

    def run(lines: str) -> None:
        bound = "from hrcn_community.attachments.cleaning import __main__ as m; m._bind()\n"
        monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", bound + lines))

    return run


def _why(source, folder):
    with pytest.raises(NotTaken) as refused:
        clean_apart(source, folder)
    return refused.value.why


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (files.a_photo, "image"),
        (files.a_paper, "pdf"),
        (files.a_letter, "office"),
        (lambda: b"Hello", "text"),
    ],
)
def test_a_clean_copy_comes_back_in_the_folder(make, kind, room):
    source, folder = room(make())
    before = source.read_bytes()
    outcome = clean_apart(source, folder)
    assert outcome.kind == kind
    assert outcome.path.parent == folder
    assert outcome.path.stat().st_size > 0
    assert (outcome.small is not None) == (kind == "image")
    assert source.read_bytes() == before
    kept = {outcome.path, outcome.small or outcome.path, folder / apart.ANSWER}
    assert set(folder.iterdir()) == kept


def test_a_refusal_comes_back_with_its_reason(room):
    assert _why(*room(b"<svg/>")) == Why.ACTIVE
    assert _why(*room(b"")) == Why.EMPTY


def test_a_bomb_of_pixels_costs_next_to_nothing(room):
    assert _why(*room(files.a_huge_png())) == Why.TOO_MANY_PIXELS


def test_a_process_cannot_take_more_memory_than_it_was_given(room, instead):
    instead(
        'try: bytearray(m.limits.MEMORY_BYTES)\nexcept MemoryError: print(\'{"why": "too_much"}\')'
    )
    assert _why(*room(b"Hello")) == Why.TOO_MUCH


@pytest.fixture
def with_little_memory(monkeypatch):
    """Let the process clean as ever, in a sixth of the memory."""
    lines = "from hrcn_community.attachments.cleaning import __main__ as m; m.limits.MEMORY_BYTES = 250 << 20; m.main()"
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", lines))


@pytest.mark.usefixtures("with_little_memory")
def test_a_real_picture_that_needs_more_memory_than_there_is_is_too_much(room):
    assert clean_apart(*room(files.a_photo())).kind == "image"
    assert _why(*room(files.a_huge_png(7_700, 7_700, colours=6))) == Why.TOO_MUCH


@pytest.mark.usefixtures("with_little_memory")
def test_a_real_sheet_that_needs_more_memory_than_there_is_is_too_much(room):
    cells = b"".join(b'<c r="A%d"><v>%d</v></c>' % (n, n) for n in range(700_000))
    sheet = files.changed(
        files.a_sheet(),
        name="xl/worksheets/sheet2.xml",
        by=lambda raw: raw.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>"),
    )
    assert _why(*room(sheet)) == Why.TOO_MUCH


@pytest.mark.usefixtures("with_little_memory")
def test_a_real_bomb_in_the_index_of_a_paper_ends_with_its_process(room):
    """What the reader unfolds before we can count it meets the bounds of the process."""
    assert clean_apart(*room(files.a_paper())).kind == "pdf"
    assert _why(*room(_a_paper_with_a_bomb_as_its_index(300))) in {Why.TOO_MUCH, Why.DAMAGED}


def _a_paper_with_a_bomb_as_its_index(megabytes: int) -> bytes:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    head = b"%PDF-1.7\n"
    index = (
        b"1 0 obj<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n"
        % len(packed)
    )
    return head + index + packed + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("import os; os.abort()", Why.DAMAGED),
        ("import ctypes; ctypes.string_at(0)", Why.DAMAGED),
        ("raise SystemExit(3)", Why.DAMAGED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Why.TOO_MUCH),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", Why.TOO_MUCH),
        ("pass", Why.DAMAGED),
        ("print('no json')", Why.DAMAGED),
        ("print('[1]')", Why.DAMAGED),
        ("print('{}')", Why.DAMAGED),
        ('print(\'{"why": "because"}\')', Why.DAMAGED),
        ("print('x' * 100000)", Why.DAMAGED),
    ],
)
def test_whatever_happens_to_the_process_is_a_refusal(lines, expected, room, instead):
    instead(lines)
    assert _why(*room(b"Hello")) == expected


@pytest.mark.parametrize(
    "said",
    [
        {"path": "../source"},
        {"path": "/etc/passwd"},
        {"path": "not there"},
        {"path": "link"},
        {"extension": ".html"},
        {"small": "link"},
        {"width": "many"},
    ],
)
def test_a_process_that_was_taken_over_is_not_believed(said, room, instead):
    source, folder = room(b"Hello")
    (folder / "clean.txt").write_bytes(b"Hello")
    (folder / "link").symlink_to("/etc/passwd")
    plain = {
        "extension": ".txt", "path": "clean.txt", "small": None, "is_animated": False,
        **dict.fromkeys(apart.MEASURES, 0),
    }  # fmt: skip
    instead(f"print({json.dumps(plain | {'media_type': 'text/html', 'kind': 'image'})!r})")
    assert clean_apart(source, folder).media_type == "text/plain"
    instead(f"print({json.dumps(plain | said)!r})")
    assert _why(source, folder) == Why.DAMAGED


def test_a_process_that_hangs_is_ended(room, instead, monkeypatch):
    monkeypatch.setattr(limits, "WALL_SECONDS", 4)
    instead("import time, os\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)")
    source, folder = room(b"Hello")
    assert _why(source, folder) == Why.TOO_MUCH
    pid = int((folder / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_counts_for_ever_or_writes_for_ever_is_stopped(room, instead, monkeypatch):
    instead("m._limit(m.resource.RLIMIT_CPU, 1)\nwhile True: pass")
    assert _why(*room(b"Hello")) == Why.TOO_MUCH
    instead(
        "m._limit(m.resource.RLIMIT_FSIZE, 1 << 20)\nimport pathlib\n"
        "from hrcn_community.attachments.cleaning import inside\n"
        "try: pathlib.Path('big').write_bytes(bytes(2 << 20))\n"
        'except OSError as problem: print(\'{"why": "%s"}\' % inside._why(problem))'
    )
    assert _why(*room(b"Hello")) == Why.UNPACKS_TOO_LARGE


def test_the_process_is_bound_and_knows_nothing_of_the_house(room, instead, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "the house's own")
    instead(
        "import resource as r, json, os, sys\n"
        "print(json.dumps({'why': None, 'env': dict(os.environ), 'modules': list(sys.modules), 'limits':"
        " [r.getrlimit(w) for w in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE)]}))"
    )
    source, folder = room(b"Hello")
    assert _why(source, folder) == Why.DAMAGED
    said = json.loads((folder / apart.ANSWER).read_text())
    assert set(said["env"]) - {"LC_CTYPE"} == {"PATH", "PYTHONPATH"}
    assert said["limits"] == [
        [limits.MEMORY_BYTES] * 2, [limits.CPU_SECONDS] * 2, [limits.WRITTEN_BYTES] * 2, [0, 0]
    ]  # fmt: skip
    assert not {"flask", "sqlalchemy", "PIL", "pikepdf", "lxml"} & {
        name.split(".")[0] for name in said["modules"]
    }


def test_what_cleans_one_form_loads_nothing_for_another():
    lines = (
        "import sys, pathlib, tempfile; from hrcn_community.attachments.cleaning.inside import clean\n"
        "folder = pathlib.Path(tempfile.mkdtemp()); (folder / 'a').write_bytes(b'Hello')\n"
        "clean(folder / 'a', folder); print({'PIL', 'pikepdf', 'lxml', 'flask'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", lines],
        env=apart._bare_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_two_run_at_a_time_and_the_third_waits(room, instead):
    instead(
        "import os, time, pathlib\nfolder = pathlib.Path('..')\nmine = folder / f'run-{os.getpid()}'\n"
        "mine.write_text('')\ntime.sleep(0.3)\nn = len(list(folder.glob('run-*')))\n"
        "(folder / f'saw-{os.getpid()}').write_text(str(n))\nmine.unlink()\nprint('{\"why\": \"empty\"}')"
    )
    source, folder = room(b"Hello")
    folders = [folder.parent / f"folder-{n}" for n in range(5)]
    for each in folders:
        each.mkdir()
    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(lambda each: _why(source, each), folders)) == [Why.EMPTY] * 5
    saw = [int(path.read_text()) for path in folder.parent.glob("saw-*")]
    assert len(saw) == 5
    assert max(saw) <= limits.AT_A_TIME


def test_who_waits_too_long_is_told_so_and_the_seats_are_given_back(room, monkeypatch):
    monkeypatch.setattr(limits, "WAIT_SECONDS", 0.01)
    source, folder = room(b"Hello")
    with apart._a_seat():
        assert clean_apart(source, folder).kind == "text"
        with apart._a_seat():
            assert _why(source, folder) == Why.TOO_MUCH
    assert clean_apart(source, folder).kind == "text"
