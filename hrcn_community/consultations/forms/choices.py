"""What a field offers."""

from collections.abc import Iterable

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] - newer than the stubs


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return what a field offers: values, each with its words."""
    return [SelectChoice(value, words) for value, words in pairs]
