"""What a note may hold, and what becomes of what it may not."""

from html.parser import HTMLParser

import pytest

from notes.markdown import mentioned_usernames, plain_text, render_note

ALLOWED = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "span"}
PEOPLE = {"ana": "Ana <i>Díaz</i>", "bo.li": "Bo Li"}


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x]\n\n[x]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        '[x](http://a "onmouseover=alert(1) x=")',
        "[x](http://a' onclick='alert(1))",
        '"><svg onload=alert(1)>',
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        "<style>*{display:none}</style>",
        "<iframe src=//a></iframe>",
        '@ana" onmouseover="alert(1)',
    ],
)
def test_nothing_that_runs_gets_through(body: str) -> None:
    for tag, attributes in tags_of(render_note(body, PEOPLE)):
        assert tag in ALLOWED
        for name, value in attributes:
            assert name in {"href", "title", "rel", "class", "start"}
            assert name != "href" or str(value).startswith(("http:", "https:", "mailto:", "/", "#"))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def tags_of(html: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    parser = _Tags()
    parser.feed(html)
    return parser.found


def test_links_are_marked_as_foreign() -> None:
    assert render_note("[x](https://a.b)", {}) == (
        '<p><a href="https://a.b" rel="noopener noreferrer nofollow">x</a></p>\n'
    )


def test_pictures_become_links() -> None:
    html = render_note("![the plate](https://a.b/c.png)", {})
    assert "<img" not in html and ">the plate</a>" in html


def test_the_usual_marks_work() -> None:
    html = render_note("**a** _b_ ~~c~~ `d`\n> e\n\n- f\n- g", {})
    for part in ("<strong>a</strong>", "<em>b</em>", "<s>c</s>", "<code>d</code>", "<blockquote>", "<li>f</li>"):
        assert part in html


def test_line_breaks_stay() -> None:
    assert "a<br>\nb" in render_note("a\nb", {})


def test_headings_do_not_stand_among_the_headings_of_the_page() -> None:
    assert render_note("# Big", {}) == "<p>Big</p>\n"


def test_mentions_show_names_escaped_and_the_viewers_own_stands_out() -> None:
    html = render_note("@ana and @Bo.Li.", PEOPLE, viewer="bo.li")
    assert '<span class="mention">@Ana &lt;i&gt;Díaz&lt;/i&gt;</span>' in html
    assert '<span class="mention is-me">@Bo Li</span>.' in html.replace("&#32;", " ")


@pytest.mark.parametrize("body", ["`@ana`", "```\n@ana\n```", "    @ana", "<https://x.y/@ana>", "me@ana.org", "@@ana"])
def test_code_addresses_and_mail_call_nobody(body: str) -> None:
    assert "mention" not in render_note(body, PEOPLE)
    assert mentioned_usernames(body) == []


def test_an_at_in_the_title_of_a_link_breaks_nothing() -> None:
    html = render_note("[a](https://x 'a>b @ana')", PEOPLE)
    assert "mention" not in html and html.count("<") == html.count(">")


def test_unknown_names_stay_text() -> None:
    assert render_note("@nobody @ana2", PEOPLE) == "<p>@nobody @ana2</p>\n"


def test_each_name_is_called_once_in_order() -> None:
    assert mentioned_usernames("@bo.li **@ANA** @bo.li") == ["bo.li", "ana"]


def test_plain_text_is_one_line_of_words() -> None:
    assert plain_text("# A\n\n- **b** `c`\n- [d](https://e)\n\n> f\ng") == "A b c d f g"


@pytest.mark.parametrize("part", ["[", "*a", "![[", "> ", "`", "@a", "[a](b", "<"])
def test_hostile_length_is_read_in_time(part: str) -> None:
    assert render_note((part * 20_000)[:20_000], PEOPLE) is not None
