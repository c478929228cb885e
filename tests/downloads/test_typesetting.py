"""The typesetter: a process of its own, within limits, to whom every text is only text."""

import io
import json
import resource
import tempfile

import pytest
import typst
from pypdf import PdfReader

from hrcn_community.core.apart import Failed, work_apart
from hrcn_community.downloads import typesetter
from hrcn_community.downloads.paper import TYPESETTER
from tests.papers import words_of

HOSTILE = (
    '#import "@preview/cetz:0.3.0"',
    '#read("/etc/passwd") #include "a.typ" #sys.inputs #panic()',
    "$x^2 / 0$ @label <label> \\ \\u{1F600} \\#",
    "```typ\n#while true {}\n``` `raw` ~ -- --- ... // not a comment /* nor this */",
    "*a* _b_ = heading\n== more\n+ item\n/ term: x #[]]}{ #)(",
    "\"quoted\" 'single' <a href='x'>",
)


def a_paper(*texts: str, **more: object) -> dict[str, object]:
    post = {
        "number": 1, "author": "Amina", "gone": "", "meta": ["Today"], "marks": [], "language": "en",
        "poll": None, "notes": [], "body": [{"t": "p", "c": [text], "r": False} for text in texts],
    }  # fmt: skip
    return {
        "title": "Warm homes", "language": "en", "locale": "en", "lines": [], "posts": [post],
        "foot": "Warm homes", "page": "{n} / {last}", "sentence": "Something is missing", "end": None,
    } | more  # fmt: skip


def set_now(paper: dict[str, object]) -> str:
    """Set a paper in this process, and return its words."""
    with tempfile.TemporaryDirectory() as empty:
        made = typesetter.set_paper(paper, typesetter.Compiler(empty))
    return words_of(PdfReader(io.BytesIO(made)))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_is_shown_as_it_was_written(text):
    shown = set_now(a_paper(text, title=text, foot=text))
    assert shown.replace(" ", "").count("".join(text.split())) >= 2


def test_the_compiler_reads_no_file_and_fetches_nothing():
    with tempfile.TemporaryDirectory() as empty:
        compiler = typesetter.Compiler(empty)
        for code in (b'#read("/etc/hostname")', b'#read("../../etc/hostname")',
                     b'#import "@preview/cetz:0.3.0"'):  # fmt: skip
            with pytest.raises(typst.TypstError):
                compiler(b'#set document(title: "x")\n' + code)


def test_other_scripts_are_set_and_what_has_no_shape_is_told():
    shown = set_now(a_paper("Ωραία Привет ålesund", "\u05e9\u05dc\u05d5\u05dd"))
    assert "Ωραία Привет ålesund" in shown
    assert "Something is missing" not in shown
    shown = set_now(a_paper("Good \U0001f600\ufe0f, \u6f22\u5b57!"))
    assert "Good [grinning face], \u25af\u25af!" in shown
    assert "Something is missing" in shown


def test_a_title_without_a_shape_does_not_end_the_paper():
    assert "[sauropod]" in set_now(a_paper("Words.", title="\U0001f995"))


def test_it_works_apart_and_knows_nothing_of_the_house():
    made = work_apart(TYPESETTER, json.dumps(a_paper("Apart.")).encode(), 30)
    assert "Apart." in words_of(PdfReader(io.BytesIO(made)))
    given, environment, around = json.loads(work_apart("tests.downloads.counting_house", b"in", 10))
    assert given == "in"
    assert not {"SECRET_KEY", "SEALED_KEYS", "DATABASE_URL", "HOME"} & set(environment)
    assert around == []


def test_what_cannot_be_set_or_takes_too_long_is_ended():
    with pytest.raises(Failed):
        work_apart(TYPESETTER, b"no paper", 30)
    with pytest.raises(Failed):
        work_apart(TYPESETTER, json.dumps(a_paper("Late.")).encode(), 0.01)


def test_its_limits_are_set_before_anything_is_read(monkeypatch):
    asked = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: asked.update({what: most}))
    monkeypatch.setattr("sys.stdin", io.StringIO("no paper"))
    with pytest.raises(json.JSONDecodeError):
        typesetter.main()
    assert asked[resource.RLIMIT_AS] == (typesetter.MEMORY, typesetter.MEMORY)
    assert asked[resource.RLIMIT_CPU] == (typesetter.CPU_SECONDS, typesetter.CPU_SECONDS)
