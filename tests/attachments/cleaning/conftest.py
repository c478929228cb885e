"""Cleaning as these tests call it: bytes in, and out come the clean copy and its bytes."""

import itertools

import pytest

from hrcn_community.attachments.cleaning import NotTaken
from hrcn_community.attachments.cleaning.inside import clean as clean_here


@pytest.fixture
def clean(tmp_path):
    """Clean in this process, which is quick; test_apart.py does it as the house does."""
    count = itertools.count()

    def clean_bytes(raw: bytes):
        folder = tmp_path / str(next(count))
        folder.mkdir()
        source = folder / "source"
        source.write_bytes(raw)
        outcome = clean_here(source, folder)
        return outcome, outcome.path.read_bytes()

    return clean_bytes


@pytest.fixture
def why(clean):
    """Return why a file is not taken."""

    def why_not(raw: bytes):
        with pytest.raises(NotTaken) as refused:
            clean(raw)
        # A file that a library cannot read is damaged; a name of ours that is not there is our mistake.
        assert not isinstance(refused.value.__cause__, NameError | ImportError), (
            refused.value.__cause__
        )
        return refused.value.why

    return why_not
