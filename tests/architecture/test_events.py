"""Events are facts in the past tense, of ids only; and every notice has its words."""

import ast
import dataclasses
import importlib
import json
import pkgutil
import re
import typing
from types import UnionType

import pytest

import hrcn_community
from hrcn_community.core.events import Entry, Event, record
from hrcn_community.notifications.topics import Many
from hrcn_community.reactions import REACTIONS
from hrcn_community.reactions import WORDS as BOOKS
from tests.architecture.source import PACKAGE, kind_of, name_of, python_files

IRREGULAR = {
    "Begun", "Bound", "Broken", "Brought", "Cast", "Chosen", "Cut", "Done", "Drawn", "Found", "Given",
    "Gone", "Held", "Hidden", "Kept", "Known", "Left", "Lost", "Made", "Met", "Paid", "Put", "Read", "Rung",
    "Said", "Seen", "Sent", "Set", "Shown", "Split", "Spoken", "Struck", "Taken", "Taught", "Told",
    "Withdrawn", "Won", "Written",
}  # fmt: skip
SIMPLE = {int, str, bool, type(None)}

for module in pkgutil.walk_packages(hrcn_community.__path__, "hrcn_community."):
    if module.name.endswith(("events", "notices")) or ".events." in module.name:
        importlib.import_module(module.name)
OURS = sorted(
    (kind for kind in Event.kinds.values() if kind.__module__.startswith("hrcn_community")),
    key=lambda kind: kind.__name__,
)


def test_every_event_is_named_in_the_past_tense():
    wrong = [kind.__name__ for kind in OURS if not _is_past(kind.__name__)]
    assert wrong == []


def test_every_event_is_a_frozen_dataclass_of_ids_and_plain_facts():
    wrong = []
    for kind in OURS:
        assert dataclasses.is_dataclass(kind)
        if not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            wrong.append(f"{kind.__name__} can be changed")
        for name, hint in typing.get_type_hints(kind).items():
            if name not in {"kinds", "of_the_house"} and not _kinds_of(hint) <= SIMPLE:
                wrong.append(f"{kind.__name__}.{name}: {hint}")
    assert wrong == []


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_an_event_is_the_same_after_its_way_through_the_database(kind):
    event = kind(**{field.name: _example(kind, field.name) for field in dataclasses.fields(kind)})
    facts = json.loads(json.dumps(dataclasses.asdict(event)))
    assert Entry(name=kind.__name__, facts=facts).event == event


WORDS = {kind: words for book in BOOKS for part in book.values() for kind, words in part.items()}


def test_an_event_comes_back_from_a_real_row_as_it_was_written(world):
    kind = OURS[0]
    event = kind(**{field.name: _example(kind, field.name) for field in dataclasses.fields(kind)})
    world.do(lambda: record(event))
    [entry] = world.rows(Entry)
    assert entry.event == event


def test_every_reaction_follows_from_an_event_that_is_known():
    assert set(REACTIONS) <= set(Event.kinds.values())


def test_every_kind_of_notice_that_is_told_has_its_words():
    told = {kind for path in python_files() for kind in _kinds_told(path)}
    assert {kind for kind in told if kind not in WORDS} == set()


def test_the_words_of_every_notice_name_only_who_and_what():
    for kind, words in WORDS.items():
        assert len(kind) <= 40, f"{kind} does not fit its column"
        assert set(re.findall(r"%\((\w+)\)", str(_sentence(words)._args[0]))) <= {
            "actor",
            "title",
        }, kind


def test_every_notice_is_wired_to_an_event():
    """A function `tell_x(event, entry)` that no event calls would tell nobody."""
    wired = {reaction.__name__ for each in REACTIONS.values() for reaction in each}
    written = {
        node.name: name_of(path)
        for path in python_files()
        if kind_of(path) == "notices" and path.parent != PACKAGE
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("tell_")
        if [argument.arg for argument in node.args.args] == ["event", "entry"]
    }
    assert {name: where for name, where in written.items() if name not in wired} == {}


def _sentence(words):
    return words.one if isinstance(words, Many) else words


def _is_past(name: str) -> bool:
    words = re.findall(r"[A-Z][a-z]+", name)
    return any(word.endswith("ed") or word in IRREGULAR for word in words[-2:])


def _kinds_of(hint: typing.Any) -> set[typing.Any]:
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return set(typing.get_args(hint))
    return {hint}


def _example(kind: type, name: str) -> object:
    hints = _kinds_of(typing.get_type_hints(kind)[name])
    return "a word" if str in hints else 7


def _kinds_told(path) -> list[str]:
    """Return the kinds that a file tells: the second argument of every call of `tell`."""
    kinds = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell":
            kind = node.args[1] if len(node.args) > 1 else None
            if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                kinds.append(kind.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell_readers":
            kinds += [
                word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)
            ]
    return kinds
