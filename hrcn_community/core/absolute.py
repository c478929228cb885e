"""Links within the house made whole, so that they lead back to it from wherever a text was taken."""

import re

from hrcn_community.core.settings import address

IN_HTML = re.compile(r'(<a (?:[^">]|"[^"]*")*?href=")([/?#])(?!/)')
# Two runs of the same signs must not stand side by side: a long line of them would be gone over at each.
FENCE = re.compile(r"^[> \t]*(?:(?:[*+-] |\d{1,9}[.)] )[> \t]*)?(`{3,}|~{3,})")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
LINK = re.compile(
    r"""(\]\([ \t]*<?|^[> \t]*\[[^\]\n]{1,200}\]:[ \t]*<?|<a href=["'])([/?#])(?!/)""", re.I
)


def absolute_html(html: str, here: str) -> str:
    """Return gated `html`, which stands at the address `here`, with whole links."""
    return IN_HTML.sub(lambda link: link[1] + _whole(link[2], here), html)


def absolute_source(source: str, here: str) -> str:
    """Return Markdown, which stands at the address `here`, with whole links; code is left as it is."""
    lines, fence = [], ""
    for line in source.split("\n"):
        found = FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
            lines.append(line)
        else:
            lines.append(line if fence else _absolute_line(line, here))
    return "\n".join(lines)


def _absolute_line(line: str, here: str) -> str:
    """Return one line; what stands between backticks is no link."""
    parts, end = [], 0
    for code in CODE.finditer(line):
        parts += [_absolute_part(line[end : code.start()], here), code[0]]
        end = code.end()
    return "".join([*parts, _absolute_part(line[end:], here)])


def _absolute_part(part: str, here: str) -> str:
    return LINK.sub(lambda link: link[1] + _whole(link[2], here), part)


def _whole(first: str, here: str) -> str:
    """Return what stands before the rest of a link that begins with `first`."""
    return address("/" if first == "/" else here + first)
