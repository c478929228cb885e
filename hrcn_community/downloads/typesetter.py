"""A process of its own that sets one paper: `python -m hrcn_community.downloads.typesetter`.

It reads the paper as JSON, writes the PDF (PDF/UA-1), and lives within limits of time and memory, so
that no text can hold up or fill the house. It knows no settings and no database; its compiler sees an
empty folder and its own typefaces, asks for no packages, and takes what people wrote as text only.
"""

import json
import re
import resource
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from typing import Any

import typst

from config import ROOT

CPU_SECONDS = 20
MEMORY = 1024 * 2**20
FILES = 64
TRIES = 4
TEMPLATE = ROOT / "templates" / "downloads" / "paper.typ"
FONT = "Libertinus Serif"
NO_SHAPE = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
FAMILIAR = re.compile(
    "[\n -~\u00a0-\u017f\u0370-\u03ff\u0410-\u044f\u2010-\u2026\u200b•·–—“”‘’„…›‹»«€]"
)
EMPTY_SHAPE = "\u25af"  # a white box
JOINERS = re.compile("[\u200d\ufe0e\ufe0f]")  # between signs that are told by their names, nothing
PROBE = b"""#let signs = json(bytes(sys.inputs.signs))
#set document(title: "signs")
#set text(font: "Libertinus Serif")
#for sign in signs [#sign ]
"""


def main() -> int:
    _live_within_limits()
    paper = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as empty:
        compiler = Compiler(empty)
        sys.stdout.buffer.write(set_paper(paper, compiler))
    return 0


class Compiler:
    """typst, without files, packages or the typefaces of this machine."""

    def __init__(self, empty: str) -> None:
        self._compiler = typst.Compiler(
            root=empty,
            package_path=empty,
            package_cache_path=empty,
            font_paths=typst.Fonts(include_system_fonts=False),
            ignore_system_fonts=True,
        )

    def __call__(self, source: bytes, **inputs: Any) -> bytes:
        made = self._compiler.compile(
            source,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={name: json.dumps(value) for name, value in inputs.items()},
        )
        return made if isinstance(made, bytes) else b""


def set_paper(paper: dict[str, Any], compiler: Callable[..., bytes]) -> bytes:
    """Return `paper` as PDF; signs without a shape are told by their names, and that is said."""
    lost = _without_shape(paper, compiler)
    source = TEMPLATE.read_bytes()
    for _ in range(TRIES):
        told = _told(paper, lost) if lost else paper
        try:
            return compiler(source, paper={**told, "missing": bool(lost)})
        except typst.TypstError as error:
            more = _signs_in(error) - lost
            if not more:
                raise
            lost |= more
    return compiler(source, paper={**_told(paper, _unfamiliar(paper)), "missing": True})


def _without_shape(paper: dict[str, Any], compiler: Callable[..., bytes]) -> set[str]:
    """Return the signs in `paper` that none of the typefaces has, found out by trying them."""
    signs = _unfamiliar(paper)
    if not signs:
        return set()
    try:
        compiler(PROBE, signs=sorted(signs))
    except typst.TypstError as error:
        return _signs_in(error)
    return set()


def _unfamiliar(paper: dict[str, Any]) -> set[str]:
    return {sign for sign in set("".join(_strings(paper))) if not FAMILIAR.match(sign)}


def _signs_in(error: typst.TypstError) -> set[str]:
    """Return the signs that the compiler complains of; it names what stands around them, too."""
    texts = NO_SHAPE.findall(f"{error.message}\n{error.diagnostic}")
    told = "".join(ESCAPED.sub(lambda code: chr(int(code[1], 16)), each) for each in texts)
    return {sign for sign in told if not FAMILIAR.match(sign)}


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


def _told(value: Any, lost: set[str]) -> Any:
    """Return `value` with names, or an empty shape, in place of the signs that are `lost`."""
    if isinstance(value, str):
        return _tell(value, lost)
    if isinstance(value, dict):
        return {name: each if name == "h" else _told(each, lost) for name, each in value.items()}
    return [_told(each, lost) for each in value] if isinstance(value, list) else value


def _tell(text: str, lost: set[str]) -> str:
    if lost.isdisjoint(text):
        return text
    return "".join(_name(sign) if sign in lost else sign for sign in JOINERS.sub("", text))


def _name(sign: str) -> str:
    """Return a picture by its name; a letter by an empty shape, since its name would say no more."""
    is_picture = unicodedata.category(sign) in {"So", "Sm", "Sc"}
    name = unicodedata.name(sign, "").lower()
    if is_picture and name:
        return f"[{name}]"
    return "" if unicodedata.category(sign) in {"Cf", "Mn", "Sk"} else EMPTY_SHAPE


def _live_within_limits() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
