"""How dates and numbers are written for the person who looks. The words of the pages stay English.

Django would take both from one language: with German numbers its forms would complain in German on English pages. So
the language stays, and the tags that write dates and numbers for people ask here. What machines read (addresses,
values of fields, SVG) never passes these tags and is the same for everybody.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats


@dataclass(frozen=True)
class Locale:
    """`day` and `long_day` are Django's date formats without the year, which follows behind `year`."""

    code: str
    place: str
    group: str = ","
    decimal: str = "."
    day: str = "j M"
    with_year: str = "j M Y"
    full: str = "j F Y"
    clock: str = "H:i"
    first_weekday: int = 1  # 0 is Sunday

    @property
    def sample(self) -> str:
        """How it looks, for the list that one chooses from."""
        date = formats.date_format(datetime.date(2026, 11, 27), self.with_year)
        first = ("Sunday", "Monday")[self.first_weekday]
        return f"{self.place}: {date}, {self.number(Decimal('1843.5'))}, weeks from {first}"

    def number(self, value: float | Decimal) -> str:
        """Digits in groups of three. What has decimals keeps them."""
        return f"{value:,}".translate({ord(","): self.group, ord("."): self.decimal})


# Between figures of one number a line never breaks.
_THIN, _SPACE = "\u202f", "\u00a0"
_US = {"day": "M j", "with_year": "M j, Y", "full": "F j, Y"}
LOCALES = {
    locale.code: locale
    for locale in (
        Locale("en-GB", "United Kingdom"),
        Locale("en-US", "United States", **_US, clock="g:i A", first_weekday=0),
        Locale("en-AU", "Australia", clock="g:i A"),
        Locale("en-CA", "Canada", with_year="Y-m-d", clock="g:i A", first_weekday=0),
        Locale("en-IN", "India", clock="g:i A", first_weekday=0),
        Locale("en-ZA", "South Africa", _SPACE, ",", first_weekday=0),
        Locale("de-DE", "Germany, Austria", ".", ",", "j. M", "j. M Y", "j. F Y"),
        Locale("de-CH", "Switzerland", "’", ".", "j. M", "j. M Y", "j. F Y"),
        Locale("fr-FR", "France, Belgium", _THIN, ","),
        Locale("es-ES", "Spain", ".", ","),
        Locale("it-IT", "Italy", ".", ","),
        Locale("nl-NL", "Netherlands", ".", ","),
        Locale("pt-BR", "Brazil", ".", ",", first_weekday=0),
        Locale("sv-SE", "Sweden", _SPACE, ",", with_year="Y-m-d"),
        Locale("da-DK", "Denmark, Norway", ".", ",", "j. M", "j. M Y", "j. F Y"),
        Locale("pl-PL", "Poland, Czechia", _SPACE, ","),
        Locale("tr-TR", "Türkiye", ".", ","),
        Locale("ja-JP", "Japan", with_year="Y/m/d", first_weekday=0),
        Locale("zh-CN", "China", with_year="Y/m/d"),
        Locale("ko-KR", "Korea", with_year="Y.m.d", first_weekday=0),
    )
}
DEFAULT = "en-GB"
_present: ContextVar[Locale] = ContextVar("tracktor_locale", default=LOCALES[DEFAULT])


def present_locale() -> Locale:
    return _present.get()


@contextmanager
def use(code: str) -> Iterator[None]:
    """Write dates and numbers so inside; a code that is no more known counts as the default."""
    token = _present.set(LOCALES.get(code, LOCALES[DEFAULT]))
    try:
        yield
    finally:
        _present.reset(token)
