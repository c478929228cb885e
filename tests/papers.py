"""Reading a PDF: its words, and what a screen reader is told of its structure."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from werkzeug.test import TestResponse


def paper(answer: TestResponse) -> PdfReader:
    """Return the paper that an answer holds."""
    assert answer.status_code == 200, answer.text[:500]
    assert answer.mimetype == "application/pdf"
    return PdfReader(io.BytesIO(answer.data))


def words_of(pdf: PdfReader) -> str:
    """Return the words of a paper in one line, without the places where long words may break."""
    text = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(text.replace("\u200b", "").split())


def readable(answer: TestResponse) -> str:
    """Return what an answer says, whatever it is."""
    if answer.mimetype != "application/pdf":
        return answer.text
    pdf = PdfReader(io.BytesIO(answer.data))
    told = f"{words_of(pdf)} {pdf.metadata} {list(links_of(pdf))}"
    return f"{told} {told.replace(' ', '')}"  # a word may stand on two lines


def links_of(pdf: PdfReader) -> Iterator[str]:
    for page in pdf.pages:
        for each in page.get("/Annots", ()):
            action = each.get_object().get("/A", {})
            if "/URI" in action:
                yield str(action["/URI"])


def roles_of(pdf: PdfReader) -> list[str]:
    """Return the roles in the structure of a paper, in reading order."""
    return list(_roles(pdf.root_object["/StructTreeRoot"]))


def languages_of(pdf: PdfReader) -> set[str]:
    """Return the languages that parts of a paper are marked with."""
    return set(_values(pdf.root_object["/StructTreeRoot"], "/Lang"))


def _roles(node: Any) -> Iterator[str]:
    for each in _elements(node):
        if "/S" in each:
            yield str(each["/S"]).removeprefix("/")


def _values(node: Any, name: str) -> Iterator[str]:
    for each in _elements(node):
        if name in each:
            yield str(each[name])


def _elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from _elements(each)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from _elements(node["/K"])
