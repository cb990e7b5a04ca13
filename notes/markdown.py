"""Markdown of notes to safe HTML: CommonMark by markdown-it-py, cleaned by nh3 (ammonia).

Raw HTML and pictures are off in the parser already; nh3 stands behind it, so that a fault of one is caught by the
other. Mentions are found in the parsed text, so that code and addresses may hold an @.
"""

import re
from collections.abc import Iterator, Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "span"}
_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable("strikethrough")
_PARSER.disable("image")
_MENTION = re.compile(r"(?<![\w@/])@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")


def mentioned_usernames(body: str) -> list[str]:
    """The usernames that a note calls with @, each once, in order."""
    found = [name.lower() for token in _texts(_PARSER.parse(body)) for name in _MENTION.findall(token.content)]
    return list(dict.fromkeys(found))


def _texts(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of plain text: neither code nor addresses."""
    for token in tokens:
        yield from (child for child in token.children or () if child.type == "text")


def render_note(body: str, people: dict[str, str], *, viewer: str = "") -> SafeString:
    """HTML of a note. `people` maps usernames to the names shown for them; the viewer's own mention stands out."""
    tokens = _PARSER.parse(body)
    for token in tokens:
        if token.type.startswith("heading"):
            # A note is a paragraph of the page: its headings must not stand among the page's own.
            token.tag = "p"
        if token.children:
            token.children = [part for child in token.children for part in _with_mentions(child, people, viewer)]
    return mark_safe(
        nh3.clean(
            _PARSER.renderer.render(tokens, _PARSER.options, {}),
            tags=_TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            allowed_classes={"span": {"mention", "is-me"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def _with_mentions(token: Token, people: dict[str, str], viewer: str) -> list[Token]:
    if token.type != "text" or "@" not in token.content:
        return [token]
    parts, end = [], 0
    for match in _MENTION.finditer(token.content):
        username = match.group(1).lower()
        if username in people:
            css = "mention is-me" if username == viewer else "mention"
            span = f'<span class="{css}">@{nh3.clean_text(people[username])}</span>'
            parts += [_token("text", token.content[end : match.start()]), _token("html_inline", span)]
            end = match.end()
    return [*parts, _token("text", token.content[end:])]


def _token(kind: str, content: str) -> Token:
    return Token(kind, "", 0, content=content)


def plain_text(body: str) -> str:
    """The words of a note on one line, without the marks."""
    words = []
    for token in _PARSER.parse(body):
        for child in token.children or ([token] if token.content else []):
            words.append(child.content if child.content else " " if child.type.endswith("break") else "")
        words.append(" " if token.type.endswith("_close") else "")
    return " ".join("".join(words).split())
