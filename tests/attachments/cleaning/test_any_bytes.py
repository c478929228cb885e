"""Whatever bytes come: a clean copy or a reason, never anything else."""

import functools
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrcn_community.attachments.cleaning import Cleaned, NotTaken
from hrcn_community.attachments.cleaning.inside import clean
from hrcn_community.attachments.cleaning.jp2 import SIGNATURE, strip_jp2
from hrcn_community.attachments.cleaning.jpeg import strip_jpeg
from hrcn_community.attachments.cleaning.pictures import strip_png
from tests.attachments import files

MAKERS = (
    files.a_photo, files.a_png, files.a_webp, files.an_avif, files.a_gif, files.a_paper, files.a_letter,
    files.a_sheet, files.slides, files.an_odt,
)  # fmt: skip
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
few = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=SLOW)
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
)
STARTS = st.sampled_from(
    [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.7\n", b"PK\x03\x04"]
)
many = settings(max_examples=200, deadline=None, derandomize=True)


@functools.cache
def _made(make) -> bytes:
    return make("Zweitname7")


def _outcome(raw: bytes) -> Cleaned | NotTaken:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source").write_bytes(raw)
        try:
            return clean(folder / "source", folder)
        except NotTaken as refusal:
            return refusal


def _is_an_answer(outcome: Cleaned | NotTaken) -> bool:
    """A name of ours that is not there would be called damage as well; that is no answer."""
    return isinstance(outcome, Cleaned) or not isinstance(
        outcome.__cause__, NameError | ImportError
    )


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@few
@given(changes=CHANGES)
def test_real_files_with_wrong_bytes_in_them(make, changes):
    raw = bytearray(_made(make))
    for where, wrong in changes:
        at = int(where * len(raw))
        raw[at : at + len(wrong)] = wrong
    assert _is_an_answer(_outcome(bytes(raw)))


@few
@given(start=STARTS, rest=st.binary())
def test_any_bytes_behind_any_beginning(start, rest):
    assert _is_an_answer(_outcome(start + rest))


@many
@given(raw=st.binary(), at=st.floats(0, 1))
def test_pictures_inside_are_stripped_or_refused(raw, at):
    for strip, start in (
        (strip_jpeg, files.a_photo("Zweitname7")),
        (strip_png, files.a_png("Zweitname7")),
        (strip_jp2, SIGNATURE),
    ):
        broken = start[: int(at * len(start))] + raw
        with suppress(NotTaken):
            assert isinstance(strip(broken), bytes)
