"""The house's own source, as the tests of its rules read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "hrcn_community"
TEMPLATES = ROOT / "templates"
FEATURES = ("discussions", "learning", "workshops", "consultations", "knowledge")
COMMONS = ("attachments", "downloads", "notifications", "search", "moderation", "audit", "privacy")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(folder: Path = PACKAGE) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def lines_of_body(function: Function) -> int:
    """Return how many lines the statements take, without signature and docstring."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def imports_of(path: Path) -> set[str]:
    """Return the top packages that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def kind_of(path: Path) -> str:
    """Return what a file of a room holds: `actions` for learning/actions.py and learning/actions/quiz.py."""
    parts = path.relative_to(PACKAGE).with_suffix("").as_posix().split("/")
    return parts[1] if len(parts) > 1 else parts[0]
