"""The ledger outlives the database, and so one test: it is emptied before each."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_ledger(request: pytest.FixtureRequest) -> None:
    if "app" not in request.fixturenames:
        return
    app = request.getfixturevalue("app")
    folder = Path(app.config["STORAGE_URL"].removeprefix("file://"))
    for noted in [*folder.glob("le/ledger*"), *folder.glob("ex/export*")]:
        noted.unlink()
