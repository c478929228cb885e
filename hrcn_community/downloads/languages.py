"""Languages by their names."""

from flask_babel import get_locale


def language_name(code: str) -> str:
    """Return the name of a language in the reader's own."""
    locale = get_locale()
    return locale.languages.get(code, code.upper()) if locale else code.upper()
