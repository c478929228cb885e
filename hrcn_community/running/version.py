"""Which release this is."""

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("hrcn-community")
    except PackageNotFoundError:
        return "from source"


VERSION = _version()
