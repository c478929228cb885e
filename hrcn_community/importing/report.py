"""What was not brought along, or not as it was: each item with its reason, and never an address."""

from collections import Counter
from pathlib import Path
from typing import TextIO

from hrcn_community.core.text import one_line
from hrcn_community.importing.masking import mask

SKIPPED, CHANGED = "skipped", "noted"


class Report:
    """A file that grows line by line; only how often each reason came up is kept in memory."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.counts: Counter[tuple[str, str]] = Counter()
        self._file: TextIO = path.open("w", encoding="utf-8", errors="replace")

    def skip(self, item: str, reason: str) -> None:
        self._write(SKIPPED, item, reason)

    def note(self, item: str, reason: str, count: int = 1) -> None:
        self._write(CHANGED, item, reason, count)

    @property
    def skipped(self) -> int:
        return sum(count for (kind, _), count in self.counts.items() if kind == SKIPPED)

    @property
    def lines(self) -> list[str]:
        """How often each reason came up, the commonest first."""
        return [f"{kind}: {reason}: {n}" for (kind, reason), n in self.counts.most_common()]

    def __enter__(self) -> "Report":
        return self

    def __exit__(self, *_: object) -> None:
        """Write how often each reason came up, also where the import was interrupted."""
        self._file.write("".join(f"sum\t{line}\n" for line in self.lines))
        self._file.close()

    def _write(self, kind: str, item: str, reason: str, count: int = 1) -> None:
        self.counts[kind, reason] += count
        times = f" ({count})" if count > 1 else ""
        self._file.write(f"{kind}\t{mask(one_line(item))[:200]}\t{reason}{times}\n")
