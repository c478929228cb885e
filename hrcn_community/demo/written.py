"""Reading the written content that stands beside this file."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


def read(name: str) -> dict[str, Any]:
    """Return one file of content, named without its ending."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_all(folder: str) -> list[dict[str, Any]]:
    """Return every file of a folder of content, in the order of their names."""
    return [read(f"{folder}/{path.stem}") for path in sorted((FOLDER / folder).glob("*.toml"))]
