"""Lists as people bring them from other places, told to `markdown` in the one way that it knows.

There a list may follow a paragraph without an empty line, and what stands two or three signs further
in is nested. `markdown` wants the empty line, and four. Read line by line, once; nothing here decides
what is safe to show.
"""

import re
from itertools import groupby

from markdown.preprocessors import Preprocessor

ITEM = re.compile(r"( *)([*+-]|\d{1,9}\.) +(\S.*)")
BOX = re.compile(r"\[([ xX])\] +(?=\S)")
RULE = re.compile(r" {0,3}([*_-])(?: *\1){2,} *$")
QUOTED = re.compile(r"^> ?")
BEGINS = re.compile(r"[*+-]$|1\.$")  # another number may just be how a line of prose begins
CODE, FURTHER_IN, DEEPEST = 4, 2, 8


class Lists(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        told: list[str] = []
        for is_quoted, passage in groupby(lines, lambda line: bool(QUOTED.match(line))):
            if is_quoted:
                within = self.run([QUOTED.sub("", line) for line in passage])
                told += [f"> {line}".rstrip() for line in within]
            else:
                told += _nested(list(passage))
        return told


def _nested(lines: list[str]) -> list[str]:
    """Return lines, none of them quoted, with each list set apart and its levels four signs deep."""
    told: list[str] = []
    levels: list[int] = []  # how far in the item of each open level stood
    before, is_prose = "", False  # is what stands just above no item, nor going on with one?
    for line in lines:
        item, indent = _item(line), len(line) - len(line.lstrip(" "))
        was_in_list = bool(levels)
        if line.strip() and (item or not before.strip()):  # else it goes on with the line before
            while levels and (indent < levels[-1] + FURTHER_IN or len(levels) == DEEPEST):
                levels.pop()
        depth = " " * CODE * len(levels)
        begins = item and indent < (levels[-1] + 2 * CODE if levels else CODE)
        if item and begins and (was_in_list or not is_prose or BEGINS.match(item[2])):
            told += [""] if is_prose else []
            told.append(f"{depth}{item[2]} {BOX.sub(_box, item[3])}")
            levels.append(indent)
            is_prose = False
        else:
            is_prose = bool(line.strip()) and (is_prose or not before.strip())
            goes_on_below = levels and is_prose and indent < len(depth)
            told.append(depth + line.lstrip(" ") if goes_on_below else line)
        before = line
    return told


def _item(line: str) -> re.Match[str] | None:
    return None if RULE.match(line) else ITEM.match(line)


def _box(found: re.Match[str]) -> str:
    return "☐ " if found[1] == " " else "☑ "
