"""What is sealed opens with our keys alone, also with old ones; a print tells nothing and stays the same."""

import pytest

from hrcn_community.core.sealing import WrongKey, keyed_print, seal, unseal

OLD, NEW = "B" * 43 + "=", "C" * 42 + "A="


def _with(app, *keys):
    app.config["SEALED_KEYS"] = list(keys)
    return app.app_context()


@pytest.fixture
def keys(app):
    before = app.config["SEALED_KEYS"]
    yield app
    app.config["SEALED_KEYS"] = before


def test_sealed_words_are_opened_by_old_keys_and_no_strange_one(keys):
    with _with(keys, OLD):
        sealed = seal("Amina")
    assert "Amina" not in sealed
    with _with(keys, NEW, OLD):
        assert unseal(sealed) == "Amina"
    with _with(keys, NEW), pytest.raises(WrongKey):
        unseal(sealed)


def test_a_new_key_in_front_changes_no_print(keys):
    with _with(keys, OLD):
        before = keyed_print("persona", 7, 12)
        assert keyed_print("persona", 71, 2) != before
        assert keyed_print("voter", 7, 12) != before
    with _with(keys, NEW, OLD):
        assert keyed_print("persona", 7, 12) == before
