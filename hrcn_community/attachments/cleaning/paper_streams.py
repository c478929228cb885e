"""The streams of a PDF: how far they unfold, and what pictures in them say beside their pixels."""

import zlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Name, Object, Pdf, Stream

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.jp2 import strip_jp2
from hrcn_community.attachments.cleaning.jpeg import strip_jpeg
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

FLATE = {Name.FlateDecode, Name.Fl}
STRIPPED = {Name.DCTDecode: strip_jpeg, Name.DCT: strip_jpeg, Name.JPXDecode: strip_jp2}
MOST_FILTERS = 4
CHUNK = 64 * 1024


class Unfolded:
    """How many bytes the streams of one paper have come to, counted and never kept."""

    def __init__(self) -> None:
        self.bytes = 0

    def add(self, stream: Object) -> None:
        """Count one stream through those of its filters that can blow it up."""
        filters = _filters(stream)
        if len(filters) > MOST_FILTERS:
            raise NotTaken(Why.UNPACKS_TOO_LARGE)
        times = next((i for i, name in enumerate(filters) if name not in FLATE), len(filters))
        if times:
            self._count(_unfold(stream.read_raw_bytes(), times))

    def _count(self, chunks: Iterator[bytes]) -> None:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            self.bytes += len(chunk)
            if size > limits.PDF_STREAM_BYTES or self.bytes > limits.PDF_STREAMS_BYTES:
                raise NotTaken(Why.UNPACKS_TOO_LARGE)


def _unfold(raw: bytes, times: int) -> Iterator[bytes]:
    chunks: Iterator[bytes] = iter((raw,))
    for _ in range(times):
        chunks = _inflated(chunks)
    return chunks


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a stream unpacked piece by piece. Readers bear a broken end, so it only ends the count."""
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        waiting = chunk
        while waiting and not unpacker.eof:
            try:
                yield unpacker.decompress(waiting, CHUNK)
            except zlib.error:
                return
            waiting = unpacker.unconsumed_tail


def strip_picture(paper: Pdf, stream: Object) -> None:
    """Take words and places out of a photograph that is kept in a stream as a file of its own."""
    filters = _filters(stream)
    if not filters or filters[-1] not in STRIPPED:
        return
    raw = _before_last(paper, stream, filters)
    parameters = _listed(stream.get("/DecodeParms"))
    last = parameters[-1] if len(parameters) == len(filters) else None
    stream.write(STRIPPED[filters[-1]](raw), filter=filters[-1], decode_parms=last)


def _before_last(paper: Pdf, stream: Object, filters: list[Any]) -> bytes:
    """Return the photograph as a file, out of the filters that were put around it."""
    raw = stream.read_raw_bytes()
    if len(filters) == 1:
        return raw
    around = Stream(paper, raw)
    around["/Filter"] = Array(filters[:-1])
    parameters = _listed(stream.get("/DecodeParms"))
    if len(parameters) == len(filters):
        around["/DecodeParms"] = Array(parameters[:-1])
    return around.read_bytes()


def _filters(stream: Object) -> list[Any]:
    return _listed(stream.get("/Filter"))


def _listed(value: Object | None) -> list[Any]:
    if value is None:
        return []
    return list(value.as_list()) if isinstance(value, Array) else [value]
