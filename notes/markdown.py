"""Markdown of notes to safe HTML: CommonMark by markdown-it-py, cleaned by nh3 (ammonia)."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "h3"}
_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable("strikethrough")
_MENTION = re.compile(r"(?<![\w@/])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)")


def mentioned_usernames(body: str) -> list[str]:
    """The usernames that a note calls with @, each once, in order."""
    return list(dict.fromkeys(_MENTION.findall(body.lower())))


def render_note(body: str, people: dict[str, str], *, viewer: str = "") -> SafeString:
    """HTML of a note. `people` maps usernames to the names shown for them; the viewer's own mention stands out."""
    clean = nh3.clean(
        _PARSER.render(body),
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )

    def name(match: re.Match[str]) -> str:
        username = match.group(1)
        if username not in people:
            return match.group(0)
        css = "mention is-me" if username == viewer else "mention"
        return f'<span class="{css}">@{nh3.clean_text(people[username])}</span>'

    # Only the text between tags: an address in a link may hold an @ too.
    parts = re.split(r"(<[^>]*>)", clean)
    return mark_safe("".join(part if part.startswith("<") else _MENTION.sub(name, part) for part in parts))
