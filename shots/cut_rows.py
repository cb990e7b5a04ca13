"""The rows and the strip of an import's preview: written in Python, since each option that changes draws 500 anew.

The fields have no ids: htmx looks each id up among the old rows, which takes a second for a thousand of them.
"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .cut_preview import Bar, PreviewRow

RESULTS = {
    "new": '<span class="res"><span class="mark st-done"></span>New</span>',
    "exists": '<span class="res mid"><span class="mark st-todo"></span>Exists</span>',
    "again": '<span class="res mid"><span class="mark st-omitted"></span>Again</span>',
    "skipped": '<span class="res"><span class="mark st-blocked"></span>Skipped</span>',
}


ROWS = {"new": "", "exists": ' class="is-there"', "skipped": ' class="is-skip"'}


def preview_rows(lines: Iterable[PreviewRow]) -> SafeString:
    return mark_safe("".join(map(_row, lines)))


def strip_bars(bars: Iterable[Bar]) -> SafeString:
    """The rects of a strip. What is no shot stands lower: it differs without its colour."""
    return mark_safe("".join(map(_bar, bars)))


def _bar(bar: Bar) -> str:
    y = 14 if bar.css in {"st-skip", "st-none"} else 0
    return f'<rect class="{bar.css}" x="{bar.x:.1f}" y="{y}" width="{bar.width:.1f}" height="{44 - y}"></rect>'


def _row(line: PreviewRow) -> str:
    row, event = line.row, line.row.event
    clip, why = escape(event.clip_name), escape(row.why)
    result = "again" if row.result == "skipped" and row.use_of else row.result
    return (
        f'<tr{ROWS[row.result]}><td class="num dim c-no">{escape(line.number)}</td>'
        f"<td>{_tick(line)}</td>"
        f'<td class="mono mid cut c-clip" title="{clip}">{clip or escape(event.reel) or "–"}</td>'
        f'<td class="c-shot">{_name(line)}</td>'
        f'<td class="mono mid opt-col">{escape(event.record_in_tc)}</td>'
        f'<td class="num">{line.frames}</td>'
        f'<td class="mono dim opt-col">{escape(event.source_in_tc)}</td>'
        f"<td>{RESULTS[result]}</td>"
        f'<td class="mid cut opt-col c-why" title="{why}">{why}</td></tr>'
    )


def _tick(line: PreviewRow) -> str:
    index = line.row.event.index
    carried = f'<input type="hidden" name="take" value="{index}">' if line.carry else ""
    checked = " checked" if line.tick == "on" else ""
    state = f'name="take" value="{index}"{checked}' if line.tick else "disabled"
    label = f"Import event {escape(line.number)}, {escape(line.row.event.clip_name or line.row.shot_code)}"
    return f'{carried}<input class="check" type="checkbox" {state} aria-label="{label}">'


def _name(line: PreviewRow) -> str:
    if not line.editable:
        return "–"
    index = line.row.event.index
    return (
        f'<input type="hidden" name="was-{index}" value="{escape(line.was)}">'
        f'<input class="namefield" type="text" name="name-{index}" value="{escape(line.row.shot_code)}" '
        f'aria-label="Shot of event {escape(line.number)}" maxlength="200" autocomplete="off" spellcheck="false">'
    )
