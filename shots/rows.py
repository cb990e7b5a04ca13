"""The table's rows, rendered in Python like its cells: a page of 100 rows in some milliseconds."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.tracktor import due
from projects.bars import Bar

from .cells import TaskCellWriter
from .grid import GridPage, Group, Row
from .models import Kind


class GridWriter:
    """Writes the body rows of one page of the grid; `more_url` is asked for when the reader comes near the end.

    `counts_notes` is False for clients: the counts are of all notes, also of those that they don't read.
    """

    def __init__(
        self, project_code: str, kind: Kind, *, can_edit: bool, more_url: str, counts_notes: bool = True
    ) -> None:
        self.kind = kind
        self.more_url = more_url
        self._has_frames = kind == Kind.SHOT
        self.counts_notes = counts_notes
        self.cells = TaskCellWriter(project_code, can_edit=can_edit)
        self._detail_url = reverse(f"desk:{kind}-detail", args=[project_code, 0])
        self._edit_url = reverse("shots:entity-update", args=[project_code, 0])
        self._file_url = reverse("files:picture-small", args=["00000000-0000-0000-0000-000000000000"])

    def body(self, page: GridPage) -> SafeString:
        """All rows of the page, and behind them the row that loads the next one."""
        parts: list[str] = []
        for group in page.groups:
            if not group.is_continued:
                parts.append(self._group(group, page))
            for row in group.rows:
                parts.append(self.row(row, page))
        if self.more_url:
            parts.append(self._more(page))
        return mark_safe("".join(parts))

    def _more(self, page: GridPage) -> str:
        url = escape(self.more_url)
        width = 5 + self._has_frames + len(page.columns)
        return (
            f'<tr id="grid-more" role="row"><td role="gridcell" colspan="{width}" class="gridmore">'
            # It reaches up over the last rows, so that the next ones are there before the reader is.
            f'<span class="gridask" hx-get="{url}" hx-trigger="intersect once" hx-target="#grid-more" '
            f'hx-swap="outerHTML"></span><a class="link" href="{url}">Show more</a></td></tr>'
        )

    def _group(self, group: Group, page: GridPage) -> str:
        bars = "".join(self._bar(Bar(group.bars.get(column.pk, {})), column.short_name) for column in page.columns)
        totals: dict[str, int] = {}
        for counts in group.bars.values():
            for category, count in counts.items():
                totals[category] = totals.get(category, 0) + count
        noun = self.kind.label.lower() + ("" if group.count == 1 else "s")
        frames = number_format(group.frames, force_grouping=True) if group.frames else ""
        text = f' <span class="mid cut">{escape(group.text)}</span>' if group.text else ""
        return (
            f'<tr class="grp" role="row" id="group-{group.key or 0}">'
            '<td class="c-sel pin" role="gridcell"></td>'
            '<th class="pin pin-end" role="rowheader" scope="rowgroup" colspan="2">'
            f'<span class="title">{self._group_title(group)}{text}{self._group_edit(group)}</span></th>'
            f'<td role="gridcell"><div class="facts"><span class="pct">{Bar(totals).percent} %</span>'
            f"<span>{number_format(group.count, force_grouping=True)} {noun}</span></div></td>"
            f'{self._frames("num dim", frames)}<td role="gridcell"></td>{bars}</tr>'
        )

    def _group_title(self, group: Group) -> str:
        """The head of a sequence or asset type leads to the table of it alone."""
        if group.key is None:
            return escape(group.title)
        field = "sequence" if self.kind == Kind.SHOT else "asset_type"
        return f'<a class="cut" href="?{field}={group.key}">{escape(group.title)}</a>'

    def _group_edit(self, group: Group) -> str:
        if group.key is None or self.kind != Kind.SHOT or not self.cells.can_edit:
            return ""
        url = self.cells.url(self._edit_url, group.key)
        return (
            f'<a class="btn btn-ghost btn-icon" href="{url}" aria-label="Edit {escape(group.title)}" '
            f'title="Edit {escape(group.title)}"><svg class="i i-s" aria-hidden="true">'
            '<use href="#i-pencil"></use></svg></a>'
        )

    def _bar(self, bar: Bar, label: str) -> str:
        if not bar.total:
            return f'<td class="task" role="gridcell" data-label="{escape(label)}"><span class="none">–</span></td>'
        rects = "".join(
            f'<rect class="{part.css}" x="{part.x}" width="{part.width}" height="4"></rect>'
            + (
                f'<rect class="slit" x="{part.x}" y="1.4" width="{part.width}" height="1.2"></rect>'
                if part.split
                else ""
            )
            for part in bar.segments
        )
        return (
            f'<td class="task" role="gridcell" data-label="{escape(label)}"><div class="depbar">'
            f'<svg class="sbar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="{bar.label}">'
            f"{rects}</svg><span>{bar.done}/{bar.total}</span></div></td>"
        )

    def row(self, row: Row, page: GridPage) -> str:
        omitted = ' class="is-omitted"' if row.is_omitted else ""
        cells = "".join(
            self.cells.cell(cell)
            if cell
            else f'<td class="task" role="gridcell" data-label="{escape(column.short_name)}">'
            '<span class="in"><span class="none">–</span></span></td>'
            for cell, column in zip(row.cells, page.columns, strict=True)
        )
        frames = number_format(row.frames, force_grouping=True) if row.frames is not None else ""
        return (
            f'<tr role="row" id="{self.kind}-{row.pk}" aria-rowindex="{row.number + 1}"{omitted}>'
            f'<td class="c-sel pin" role="gridcell"><span class="rownum">{row.number}</span></td>'
            f'<td class="c-thumb pin" role="gridcell">{self._picture(row)}</td>'
            f"{self._name(row)}"
            f'<td class="c-desc mid" role="gridcell" title="{escape(row.description)}">{escape(row.description)}</td>'
            f"{self._frames('num c-len', frames, row.range)}"
            f'<td class="c-due mid" role="gridcell">{due(row.due)}</td>{cells}</tr>'
        )

    def _frames(self, css: str, frames: str, title: str = "") -> str:
        """Only shots have a length."""
        if not self._has_frames:
            return ""
        tip = f' title="{title}"' if title else ""
        return f'<td class="{css}" role="gridcell"{tip}>{frames}</td>'

    def _picture(self, row: Row) -> str:
        if row.thumbnail is None:
            return '<span class="thumb pic-none"></span>'
        url = self._file_url.replace("00000000-0000-0000-0000-000000000000", row.thumbnail)
        return f'<img class="thumb" src="{url}" alt="" loading="lazy" decoding="async">'

    def _name(self, row: Row) -> str:
        url = self.cells.url(self._detail_url, row.pk)
        omitted = '<span class="vh">, omitted</span>' if row.is_omitted else ""
        notes = (
            f'<span class="push" title="{row.note_count} notes"><svg class="i i-s" aria-hidden="true">'
            f'<use href="#i-note"></use></svg>{row.note_count}</span>'
            if row.note_count and self.counts_notes
            else ""
        )
        return (
            '<th class="c-name pin pin-end" role="rowheader" scope="row"><span class="namecell">'
            f'<a class="code cut" href="{url}" title="{escape(row.code)}"><span class="dim">{escape(row.prefix)}</span>'
            f"{escape(row.rest)}{omitted}</a>{notes}</span></th>"
        )
