"""Markdown from strangers: nothing hostile comes through, and nothing takes long."""

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrcn_community.core import richtext
from hrcn_community.core.richtext import LONGEST, TAGS, TextRefused, gate, mentions, plain, render
from tests.core.hostile import fill

ATTRIBUTES = {
    "a": {"href", "title", "class", "rel"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", ""}

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'",
    "<svg onload=alert(1)><script>1</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<style>@import 'https://evil.example'</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>1</script>'></object>",
    "<embed src=//evil.example>",
    "<form action=//evil.example><input name=q><button formaction=javascript:alert(1)>x</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='x' target='_blank' onclick='alert(1)'>x</a>",
    "<a href='x' rel='opener'>x</a>",
    "<div id=p1 class=site-header>x</div>",
    "<p class='flash'>x</p>",
    "[x](javascript:alert(1))",
    "[x](javascript:123)",
    "javascript:123",
    "<javascript:123>",
    "[x](JAVASCRIPT:123)",
    "[x](java&#x73;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](ftp://evil.example)",
    "ftp://evil.example/x",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,AAAA)",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example/\"onmouseover='alert(1)'>",
    "https://evil.example/\"onmouseover='alert(1)'",
    "[x](https://a.example \"t\" onclick='alert(1)')",
    '[x](https://a.example "\\" onclick=alert(1) ")',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: <javascript:alert(1)> 'title'",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!-- --!><script>alert(1)</script> -->",
    "<!--><script>alert(1)</script>-->",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "``` <script>\nalert(1)\n```",
    '``` {onclick="alert(1)"}\nx\n```',
    '```js {#p1 .site-header style="x"}\nx\n```',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "@amina<script>alert(1)</script>",
    "[@amina](javascript:alert(1))",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><script>alert(1)</script>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<template><script>alert(1)</script></template>",
    "<select><option><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<table background=javascript:alert(1)><tr><td>x</td></tr></table>",
    "<td align='x' onclick=alert(1)>x</td>",
    "<ol start='1' onclick=alert(1)><li>x</li></ol>",
    "<b><i><u><s>deep <script>alert(1)</script></s></u></i></b>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\ud800<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "a|b\n-|-\n<script>alert(1)</script>|[x](javascript:1)",
    "> <script>alert(1)</script>\n> [x](javascript:1)",
    "- <script>alert(1)</script>\n- [x](javascript:1)",
    "# <img src=x onerror=alert(1)>",
    "*<script>*alert(1)*</script>*",
    "x{: onclick=alert(1) }",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
PIECES = [
    "[", "]", "(", ")", "!", "<", ">", "`", "```\n", "*", "**", "_", "~~", "\n", "\n\n", "    ", "- ",
    "1. ", "> ", "# ", "---\n", "|", "\\", "&", "&lt;", "&#106;", '"', "'", "javascript:", "data:",
    "http://a.example", "www.a.example", "@amina", "<script>", "</script>", "<img src=x onerror=1>",
    "<a href=", "<![CDATA[", "]]>", "<!--", "-->", "<?", "[a]: ", "word", "é", "\ud800", "\x00", "\u202e",
]  # fmt: skip


class Looker(HTMLParser):
    """Reads HTML as a browser would and complains of everything that a post may not contain."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.wrong.append(f"{tag} {name}")
            if name == "class" and value != "mention":
                self.wrong.append(f"class {value}")
            if name == "href" and not _is_harmless(value or ""):
                self.wrong.append(f"href {value}")

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"declaration {decl}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"instruction {data}")


def _is_harmless(href: str) -> bool:
    """Does a browser that reads this address go only where a post may lead?"""
    bare = href.strip("".join(map(chr, range(33)))).translate(dict.fromkeys(map(ord, "\t\r\n")))
    return urlsplit(bare).scheme.lower() in SCHEMES


def wrong_in(html: str) -> list[str]:
    looker = Looker()
    looker.feed(html)
    looker.close()
    return looker.wrong


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_comes_through(source):
    assert wrong_in(render(source)) == []
    assert wrong_in(render(f"Some words. {source} And some more.\n\n{source}")) == []


@pytest.mark.parametrize("source", HOSTILE)
def test_the_gate_alone_lets_nothing_hostile_through(source):
    """Whatever the steps before it did or forgot."""
    assert wrong_in(gate(source.encode("utf-8", "replace").decode())) == []


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_put_together_is_harmless_or_refused_in_words(source):
    try:
        html = render(source)
    except TextRefused:
        return
    assert wrong_in(html) == []
    assert html.encode()[:0] == plain(html).encode()[:0]


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all_is_harmless_or_refused_in_words(source):
    try:
        html = render(source)
    except TextRefused:
        return
    assert wrong_in(html) == []


BEYOND = {
    "images": "![" * 5000,
    "links": "[a" * 5000,
    "images in links": "![[]()" * 2000,
    "nested brackets": "[" * 5000 + "]" * 5000,
    "a footnote often": "[^1]" * 5000 + "\n\n[^1]: x",
    "CDATA": "<![CDATA[" * 1100,
    "rules in items": ("- " * 500 + "x")[:991],
    "odd attributes": "``` {a=b c='\nx\n```\n" * 200,
    "deep quotes": ">" * 1000 + " x",
    "deep lists": "\n".join("  " * i + "- x" for i in range(200)),
    "deep code": " " * 500 + "x",
    "rules": "a\n-\n" * 7000,
    "items": "+ a\n\n" * 6000,
    "lines": "a\n" * 15_000,
    "one word": "a-" * 15_000,
    "length": fill("word ", LONGEST + 1),
    "addresses": "[a](" * 390,
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_a_bound_is_refused_at_once_and_named(name):
    began = time.process_time()
    with pytest.raises(TextRefused) as refused:
        render(BEYOND[name])
    assert time.process_time() - began < 0.5
    assert refused.value.__cause__ is None, "refused before it was rendered"
    assert any(letter.isdigit() for letter in str(refused.value.message)), "says how much it takes"


def test_whatever_breaks_inside_is_refused_and_never_raised(monkeypatch):
    class Broken:
        def convert(self, _source: str) -> str:
            raise RecursionError

    monkeypatch.setattr(richtext, "_markdown", Broken)
    with pytest.raises(TextRefused):
        render("words")


def test_a_lone_surrogate_and_controls_become_something_that_can_be_stored():
    assert render("a\ud800b\x00c\u202ed").encode()


def test_a_mention_is_a_link_to_a_person_but_not_in_code_nor_in_a_link_nor_in_an_address():
    html = render("Ask @amina, please.")
    assert 'class="mention"' in html
    assert 'href="/people/amina"' in html
    assert "mention" not in render("`@amina`")
    assert "mention" not in render("    @amina")
    assert "mention" not in render("```\n@amina\n```")
    assert "mention" not in render("write to amina@example.org")
    nested = render("[see @amina](https://a.example)")
    assert nested.count("<a ") == nested.count("</a>")
    assert wrong_in(nested) == []


def test_only_those_are_mentioned_whose_name_stands_alone():
    assert mentions("Ask @amina, @ben-2 and not mail@eve or @@cleo.") == {"amina", "ben-2"}


def test_bare_addresses_become_links_that_tell_nobody_where_one_came_from():
    html = render("See https://fra.europa.eu/en and www.example.org.")
    assert html.count("<a ") == 2
    assert html.count('rel="nofollow noopener noreferrer ugc"') == 2
    assert "<a" not in render("`https://fra.europa.eu`")


@pytest.mark.parametrize(
    "address",
    [
        *(f"https://a.{end}" for end in ("city", "community", "berlin", "dev", "ngo", "amsterdam")),
        "https://hrcn.eu/x_(y)",
        "http://localhost:5000/a?b=1#c",
        "https://münchen.de/straße",
        "HTTPS://HRCN.EU",
        "https://1.2.3.4/a.b,c",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "(see {})", "({})", "So: {}, and", "“{}”.", "{}!", "**{}**"]
)
def test_whatever_begins_with_http_becomes_a_link_without_what_is_around_it(address, around):
    html = render(around.format(address))
    before, _, rest = html.partition("<a ")
    assert rest.partition('href="')[2].partition('"')[0].lower() == address.lower()
    assert f">{address}</a>" in rest
    assert html.count("<a ") == 1
    around = around.replace("**", "")
    left = plain(before + rest.partition("</a>")[2])
    assert left.replace(" ", "") == around.format("").replace(" ", "")


@pytest.mark.parametrize(
    "text", ["ftp://x.org", "ftp://a-x.org/y", "docs/read.me", "a@x.org", "https://"]
)
def test_what_is_no_address_of_the_web_stays_text(text):
    assert render(text) == f"<p>{text}</p>"


def test_a_bare_domain_becomes_a_link_where_its_ending_is_known():
    assert 'href="http://hrcn.eu/a"' in render("hrcn.eu/a, hrcn.org.")
    assert 'href="http://hrcn.org"' in render("hrcn.eu/a, hrcn.org.")
    assert "<a" not in render("one.two three.berlin")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Text:\n- a\n- b", "<p>Text:</p><ul><li>a</li><li>b</li></ul>"),
        ("Text:\n1. a", "<p>Text:</p><ol><li>a</li></ol>"),
        ("It was\n2019. A year", "<p>It was<br>2019. A year</p>"),
        ("> Text:\n> - a", "<blockquote><p>Text:</p><ul><li>a</li></ul></blockquote>"),
        *(
            (f"{mark}\n{' ' * far}- b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")
            for mark, far in (("- a", 2), ("- a", 3), ("- a", 4), ("* a", 2))
        ),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\nb\n- c", "<ul><li>a<br>b</li><li>c</li></ul>"),
        ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("```\nText:\n- a\n  - b\n```", "<pre><code>Text:- a  - b</code></pre>"),
        ("- - -\ntext", "<hr><p>text</p>"),
    ],
)
def test_lists_are_read_as_people_bring_them_from_other_places(source, shown):
    assert render(source).replace("\n", "") == shown


def test_a_list_is_nested_no_deeper_than_a_text_may_be():
    html = render("\n".join(" " * 2 * level + "- a" for level in range(16)))
    assert html.partition("</ul>")[0].count("<ul>") == richtext.DEEPEST


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("A footnote[^1]\n\n[^1]: note", "A footnote^1 (note)"),
        ("[words](notes)", "words (notes)"),
        ("[**words**](ftp://x.org)", "<strong>words</strong> (ftp://x.org)"),
        ("<ftp://x.org>", "ftp://x.org"),
    ],
)
def test_a_link_that_leads_nowhere_stays_text_with_its_address(source, shown):
    assert render(source) == f"<p>{shown}</p>"


def test_links_within_the_house_stay_links():
    html = render("[a](/posts/x) [b](#p5) [c](?post=5) [d](mailto:a@x.org) [e](HTTPS://x.org)")
    assert html.count("<a href=") == 5
    assert 'href="http://example.org"' in render("[words](example.org)")


def test_somebody_is_named_with_capitals_too():
    assert mentions("@Amina, @BEN") == {"amina", "ben"}
    assert 'href="/people/amina"' in render("@Amina")
    assert ">@Amina</a>" in render("@Amina")


def test_an_image_becomes_a_link_and_is_not_loaded():
    html = render("![a map](https://maps.example/pixel.png)")
    assert "<img" not in html
    assert '<a href="https://maps.example/pixel.png"' in html
    assert "a map" in html


def test_headings_of_a_post_begin_below_those_of_its_page():
    assert "<h3>One</h3>" in render("# One")
    assert render("## One\n\n#### Two\n\n## Three") == (
        "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>"
    )
    assert "<h1" not in render("# One\n\nTwo\n===")
    assert "<h6" not in render("###### Six")


def test_what_people_need_is_there():
    html = render(
        "**bold** *soft* ~~gone~~ `code`\n\n> quote\n\n- one\n- two\n\n3. three\n\na|b\n-|-\n1|2\n\n```\nx < y\n```"
    )
    for piece in (
        "<strong>bold</strong>", "<em>soft</em>", "gone</", "<code>code</code>", "<blockquote>",
        "<li>one</li>", '<ol start="3">', "<td>1</td>", "x &lt; y",
    ):  # fmt: skip
        assert piece in html, piece


def test_code_is_shown_as_it_was_written():
    for source in ("`a < b & c`", "```\na < b & c\n```", "    a < b & c"):
        assert "a &lt; b &amp; c" in render(source)
    assert "&amp;lt;" in render("`&lt;`")
    assert "1 &lt; 2 &amp; 3" in render("1 < 2 & 3")


def test_a_line_break_is_a_line_break():
    assert "<br>" in render("one\ntwo")


def test_the_words_of_a_post_are_found_without_its_marks():
    assert (
        plain(render("**Warm** [homes](https://a.example) & <b>rights</b>"))
        == "Warm homes & rights"
    )
    assert plain(render("- one\n- two")) == "one two"


def test_the_empty_corner_of_a_table_is_no_heading_of_a_column():
    html = render("|  | Graz |\n|---|---|\n| Rents | 12 |")
    assert html.count("<th>") == 1
    assert "<th>Graz</th>" in html
