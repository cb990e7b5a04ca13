"""Small tags that every template may use (they are builtins)."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.locale import present_locale

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """One icon of the sprite; `size` is "l" or "s"."""
    css = f"i i-{size}" if size else "i"
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"></use></svg>', css, name)


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """The present query string with changes; None takes a key away."""
    request: HttpRequest = context["request"]
    values = {key: request.GET.getlist(key) for key in request.GET}
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = [str(value)]
    return "?" + urlencode(values, doseq=True)


@register.filter
def ago(moment: datetime.datetime | None) -> SafeString:
    """ "now", "4 s ago", "10:42", "yesterday 17:20", "Wed 15:02", "30 Oct", with the full date as tooltip."""
    if moment is None:
        return SafeString("")
    now, written = timezone.now(), present_locale()
    local, today = timezone.localtime(moment), timezone.localdate(now)
    seconds = int((now - moment).total_seconds())
    days = (today - local.date()).days
    clock = formats.date_format(local, written.clock)
    if seconds < 3:
        text = "now"
    elif seconds < 60:
        text = f"{seconds} s ago"
    elif days == 0:
        text = clock
    elif days == 1:
        text = f"yesterday {clock}"
    elif days < 7:
        text = f"{formats.date_format(local, 'D')} {clock}"
    else:
        text = day(local.date())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(),
        formats.date_format(local, f"{written.full}, {written.clock}"),
        text,
    )


@register.filter
def day(date: datetime.date | None) -> str:
    """ "27 Nov", with the year when it is another one."""
    if date is None:
        return ""
    written = present_locale()
    same_year = date.year == timezone.localdate().year
    return formats.date_format(date, written.day if same_year else written.with_year)


@register.filter
def due(date: datetime.date | None) -> str:
    """ "today", "Sat" within the next six days, else "27 Nov"."""
    if date is None:
        return ""
    days = (date - timezone.localdate()).days
    if days == 0:
        return "today"
    return formats.date_format(date, "D") if 0 < days < 7 else day(date)


@register.filter
def faults(form: BaseForm) -> list[str]:
    """What is wrong with the form as a whole, and with fields that are not shown."""
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return [str(error) for error in (*form.non_field_errors(), *hidden)]


@register.filter
def describe(field: BoundField, hint_id: str) -> BoundField:
    """The field's widget with its hint and error tied to it for screen readers."""
    ids = [hint_id] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}-error")
    widget = field.field.widget
    if ids:
        widget.attrs["aria-describedby"] = " ".join(ids)
    if field.errors:
        widget.attrs["aria-invalid"] = "true"
    return field
