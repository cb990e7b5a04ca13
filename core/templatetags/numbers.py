"""What `{% load humanize %}` loads: Django's filters, with numbers written as the person who looks writes them."""

from decimal import Decimal

from django import template
from django.contrib.humanize.templatetags import humanize

from core.locale import present_locale

register = template.Library()
register.filters.update(humanize.register.filters)


@register.filter
def intcomma(value: float | Decimal | str | None) -> str:
    """1843 as "1,843", "1.843" or "1 843"; what is no number is shown as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return "" if value is None else str(value)
    return present_locale().number(value)
