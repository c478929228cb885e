"""How the code is cut: who imports what, who commits, how long functions and files are."""

import ast
import statistics

from hrcn_community.core.db import Base
from tests.architecture.source import (
    COMMONS,
    FEATURES,
    PACKAGE,
    ROOT,
    functions_of,
    imports_of,
    kind_of,
    lines_of_body,
    name_of,
    python_files,
)

WITHOUT_WEB = {"actions", "queries", "events", "models", "notices"}
MAY_COMMIT = {
    "core/db.py",
    "core/one_by_one.py",
    "core/web.py",
    "worker.py",
    "cli.py",
    "attachments/upkeep.py",
    "notifications/digests.py",
    "notifications/mailer.py",
    "privacy/upkeep.py",
    "privacy/retention_chore.py",
    "consultations/reminding_chore.py",
}
ROOMS_WORDS = (*FEATURES, "thread", "consultation", "workshop", "guideline", "practice")


def test_verbs_reads_facts_state_and_notices_know_nothing_of_the_web():
    wrong = [
        name_of(path)
        for path in python_files()
        if kind_of(path) in WITHOUT_WEB
        and path.parent != PACKAGE
        and imports_of(path) & {"flask", "wtforms", "flask_wtf", "flask_login"}
    ]
    assert wrong == []


def test_only_the_few_who_own_a_transaction_commit_it():
    wrong = []
    for path in python_files():
        inside = path.relative_to(PACKAGE).as_posix()
        if inside in MAY_COMMIT or inside.startswith(("cli/", "demo/")):
            continue
        wrong += [
            f"{inside}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute) and node.attr == "commit"
        ]
    assert wrong == []


def test_no_relationship_loads_itself_behind_the_back_of_a_query():
    wrong = [
        str(relationship)
        for mapper in Base.registry.mappers
        for relationship in mapper.relationships
        if relationship.lazy != "raise"
    ]
    assert wrong == []


def test_functions_are_short():
    lengths = {
        f"{name_of(path)}:{function.name}": lines_of_body(function)
        for path in [*python_files(), ROOT / "config.py"]
        for function in functions_of(path)
    }
    in_order = sorted(lengths.values())
    assert {name: n for name, n in lengths.items() if n > 40} == {}
    assert statistics.median(in_order) < 8
    assert in_order[len(in_order) * 9 // 10] < 25


def test_files_are_short():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {n: lines for n, lines in lengths.items() if lines > 250} == {}


def test_a_commons_serves_every_room_and_names_none():
    wrong = [
        f"{name_of(path)}: {name}"
        for commons in COMMONS
        for path in python_files(PACKAGE / commons)
        for name in ROOMS_WORDS
        if name in path.read_text().lower()
    ]
    assert wrong == []


def test_names_are_plain_words():
    never = {"service", "manager", "helper", "util", "utils", "handler", "data", "info"}
    words = {
        name_of(path): set(path.stem.split("_")) | set(path.parent.name.split("_"))
        for path in python_files()
    }
    assert {name: found & never for name, found in words.items() if found & never} == {}
