"""The words of people: what they may shape, and that nothing else ever comes out."""

from html import unescape
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from pages.markdown import SCHEMES, TAGS, markdown
from tests.cases import each_case

REL = 'rel="nofollow noopener noreferrer"'
HOSTILE = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<style>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>",
        " onclick=alert(1) ",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&#58;alert(1))",
        "![a](https://a.example/b.png)",
        "[a](data:text/html,<script>)",
        "<https://a.example/\"onmouseover='x'>",
        '[a](https://a.example/")',
        "https://a.example/'onload=",
        "mailto:a@b.example",
        "# ",
        "> ",
        "- ",
        "1. ",
        "**",
        "_",
        "`",
        "\\",
        "\n",
        "    ",
        "&lt;script&gt;",
        "\u00a0",
        "\u202e",
        "](",
        "<!--",
        "]]>",
    ]
)
WORDS = st.lists(st.one_of(HOSTILE, st.text(max_size=8)), max_size=12).map("".join)


class Elements(HTMLParser):
    """The elements and attributes of a piece of HTML, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.names: list[set[str]] = []  # the attributes of each link
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            self.names.append({name for name, _value in attrs})
        self.attributes += [(tag, name, value) for name, value in attrs]


@given(WORDS)
@example("<svg><style><script>alert(1)</script></style></svg>")
@example("[x](<javascript:alert(1)>)")
@example("[x]: javascript:alert(1)\n\n[x]")
def test_nothing_but_words_comes_out(words: str) -> None:
    found = Elements(markdown(words))
    assert found.tags <= TAGS
    assert all(names == {"href", "rel"} for names in found.names)
    for tag, name, value in found.attributes:
        assert (tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}
        if name == "href":
            assert (value or "").lower().startswith(tuple(f"{each}:" for each in SCHEMES))
        if name == "rel":
            assert value == "nofollow noopener noreferrer"


@given(WORDS)
def test_what_is_pressed_is_where_it_leads(words: str) -> None:
    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.target: str | None = None
            self.read = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "a":
                self.target, self.read = dict(attrs)["href"], ""

        def handle_data(self, data: str) -> None:
            self.read += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "a":
                assert self.target
                assert self.read == self.target.removeprefix("mailto:")

    Links().feed(markdown(words))


@given(st.text(alphabet=st.characters(categories=["L", "N"], include_characters=" ,;:!?'\u00a0\u202f«»")))
def test_plain_words_stay_as_they_are(words: str) -> None:
    inside = str(markdown(f"a{words}b"))
    assert inside == f"<p>{inside[3:-5]}</p>\n"
    assert unescape(inside[3:-5]) == f"a{words}b"


@each_case(
    "words, shown",
    [
        ("**fort** et *bas*", "<p><strong>fort</strong> et <em>bas</em></p>"),
        ("une\nligne", "<p>une<br>\nligne</p>"),
        ("un\n\ndeux", "<p>un</p>\n<p>deux</p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("1998. vin", '<ol start="1998">\n<li>vin</li>\n</ol>'),  # the figure people typed
        ("# titre", "<p># titre</p>"),
        ("un_mot_long 3 * 4", "<p>un_mot_long 3 * 4</p>"),
        ("<b>x</b> &nbsp;", "<p>&lt;b&gt;x&lt;/b&gt; &amp;nbsp;</p>"),
        ("«\u00a0Oui\u202f!\u00a0»", "<p>«\u00a0Oui\u202f!\u00a0»</p>"),
        ("fin.Le buffet", "<p>fin.Le buffet</p>"),
        ("", ""),
    ],
)
def test_the_subset(words: str, shown: str) -> None:
    assert str(markdown(words)).strip() == shown


@each_case(
    "words, shown",
    [
        ("https://a.example/b", f'<a href="https://a.example/b" {REL}>https://a.example/b</a>'),
        ("[ici](https://a.example)", f'ici (<a href="https://a.example" {REL}>https://a.example</a>)'),
        (
            "[https://bon.example](https://autre.example)",
            f'https://bon.example (<a href="https://autre.example" {REL}>https://autre.example</a>)',
        ),
        ("https://еxample.org", f'<a href="https://xn--xample-2of.org" {REL}>https://xn--xample-2of.org</a>'),
        ("a@b.org", f'<a href="mailto:a@b.org" {REL}>a@b.org</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](/c/autre/members)", "[x](/c/autre/members)"),
        ("[x](//a.example)", "[x](//a.example)"),
        ("[x](ftp://a.example)", "[x](ftp://a.example)"),
    ],
)
def test_links_say_where_they_lead(words: str, shown: str) -> None:
    assert str(markdown(words)).strip() == f"<p>{shown}</p>"
