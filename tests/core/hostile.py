"""Texts that were made to be slow: each at the very limit of what the scan lets through."""

from hrcn_community.core.richtext import BOUNDS, LONGEST, LONGEST_WORD

PROSE = "word "


def fill(piece: str, length: int = LONGEST) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def shapes() -> dict[str, str]:
    """Return a hundred and more texts of the greatest length, each by its name."""
    return {
        name: text[:LONGEST]
        for each in (_signs(), _lines(), _words(), _brackets(), _pairs(), _house(), _whole())
        for name, text in each.items()
    }


def _signs() -> dict[str, str]:
    """Every bounded sign as often as it is allowed, before and after long prose."""
    found = {}
    for sign, (most, _) in BOUNDS.items():
        for gap in (" ", "x\n"):
            signs = (sign + gap) * (8 if "[" in sign else most)
            rest = fill(PROSE, LONGEST - len(signs))
            found[f"{sign}{gap!r}, then prose"] = signs + rest
            found[f"prose, then {sign}{gap!r}"] = rest + signs
    return found


def _lines() -> dict[str, str]:
    marks = {
        "underlined": ("a\n---\n", 290),
        "rules": ("---\n", 300),
        "headings": ("# a\n", 300),
        "items": ("- a\n", 1000),
        "items two signs in": ("- a\n  - b\n    - c\n", 330),
        "items after prose": ("b\n- a\n\n", 1000),
        "loose items": ("- a\n\n    b\n\n", 1000),
        "code in items": ("- a\n\n        b\n", 1000),
        "quotes": ("> a\n\n", 1000),
        "numbers": ("1. a\n\n", 1000),
        "deep items": ("".join("    " * (i % 7) + "- x\n" for i in range(7)), 140),
    }
    found = {}
    for name, (mark, most) in marks.items():
        text = (mark * most)[: LONGEST - 8]
        rest = LONGEST - len(text)
        found[f"{name}, then prose"] = text + fill(PROSE, rest)
        found[f"{name}, then lines"] = text + fill("a few words\n", rest)
        found[f"prose, then {name}"] = fill(PROSE, rest - 1) + "\n" + text
    return found


def _words() -> dict[str, str]:
    found = {}
    for piece in ("a-", "a.", ":", "a/", "@a", "ä", "xn--", "%20", "&a"):
        found[f"words of {piece}"] = fill(fill(piece, LONGEST_WORD)[: 8 * 100] + " ")
        found[f"addresses of {piece}"] = fill("http://" + fill(piece, 900) + " ")
    return found


def _brackets() -> dict[str, str]:
    found = {}
    for opening in (
        "[a](",
        "[a][",
        "![a](",
        '[a]("',
        "[a](<",
        "![[]()",
        "[[",
        "![",
        "[`",
        "[**",
        "[<",
    ):
        found[f"eight {opening}"] = opening * 4 + fill(PROSE, LONGEST - 4 * len(opening))
        found[f"{opening} in every block"] = fill(f"{opening} {fill(PROSE, 74)}\n\n")
        found[f"closed {opening}"] = f"{opening}x{fill(PROSE, 30)})]\n" * 30 + fill(PROSE, 20_000)
    return found


def _pairs() -> dict[str, str]:
    prose = fill(PROSE, 20_000)
    return {
        "emphasis never closed": "*a _b " * 600 + prose,
        "strong never closed": "**a " * 300 + "__b " * 300 + prose,
        "asterisks in words": "a*** " * 400 + prose,
        "underscores in words": "a_b " * 1200 + prose,
        "struck through": "~~a " * 100 + prose,
        "backticks": "` `` " * 130 + prose,
        "tags": '<p a="' * 75 + prose,
        "comments": "<!-- " * 20 + prose,
        "CDATA": "<![CDATA[ " * 20 + prose,
        "instructions": "<? " * 20 + prose,
        "addresses in angles": "<http://a> " * 150 + prose,
        "fences": "```a {b=c d='e}\n" * 60 + prose,
        "references": "[a]: http://a\n" * 60 + "[a] " * 300,
        "tables": "a|b\n-|-\n" + "a|b\n" * 700,
    }


def _house() -> dict[str, str]:
    """What only this house knows: quotes of posts, mentions, signs that turn a text round."""
    prose = fill(PROSE, 20_000)
    return {
        "quotes": "> a\n>\n> [#1](/posts/0123456789)\n\n" * 60 + prose,
        "links by number": "[a](/threads/0123456789?post=1#p1) " * 60 + prose,
        "links to posts in one address": "[a](" + fill("/posts/", 400) + ") " + prose,
        "addresses that nearly are posts": fill("/post/0123456789?pos=1 "),
        "mentions of many": " ".join(f"@somebody-{n % 50}" for n in range(150)) + " " + prose,
        "mentions of one": "@a " * 150 + prose,
        "hyphens of a handle": fill("@" + "a-" * 450 + " ", 900) + prose,
        "turned round": "\u202ea\u202c " * 900 + fill(PROSE, 10_000),
        "fences never closed": "```\n" * 60 + "~~~\n" * 60 + prose,
        "small words": fill("the die les een och "),
        "elisions": fill("l’"[:2] + "a d’" * 100 + " "),
    }


def _whole() -> dict[str, str]:
    return {
        "lines": fill("wordwor\n"),
        "spaces": fill(" "),
        "empty lines": "\n" * 4000,
        "tabs": fill("a\tb "),
        "emoji": fill("😀 "),
        "quotes of eight": fill("> " * 7 + "x\n", 17_000),
    }
