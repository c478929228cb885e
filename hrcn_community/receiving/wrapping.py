"""Lines that a mail program broke at its own width. In a post, which keeps every break, they would stand ragged."""

import re
from itertools import pairwise

NARROWEST, WIDEST = 72, 80  # letters in a line, of programs that break lines
# What begins a line that its writer began: something quoted, a list, a heading, a table.
BEGINS = re.compile(r"\s*(?:[>|#]|[-*+•–—]\s|[0-9]{1,3}[.)]\s)")


def unwrapped(text: str) -> str:
    """Return `text` with the lines joined that were broken because the next word did not fit.

    Of a program that breaks none, and where something is shown letter by letter, all stays as it is.
    """
    lines = text.split("\n")
    if "```" in text or any(len(line) > WIDEST and " " in line.strip() for line in lines):
        return text
    joined = lines[:1]
    for line, next_ in pairwise(lines):
        if _was_broken(line, next_):
            joined.append(f"{joined.pop()} {next_.lstrip()}")
        else:
            joined.append(next_)
    return "\n".join(joined)


def _was_broken(line: str, next_: str) -> bool:
    if line.endswith("  ") or line.lstrip().startswith((">", "|")) or BEGINS.match(next_):
        return False
    first = next_.split(maxsplit=1)[:1]
    return bool(line.strip() and first) and len(line) + 1 + len(first[0]) > NARROWEST
