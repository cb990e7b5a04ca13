"""Frame rates as people say them and as the maths needs them; no Django in here."""

from decimal import Decimal
from fractions import Fraction

_SPOKEN = {"23.976": 24, "23.98": 24, "29.97": 30, "47.952": 48, "47.95": 48, "59.94": 60, "119.88": 120}
# SMPTE rates of 1000/1001: the spoken figure is rounded, the exact one is not.
NTSC = {Decimal(text): Fraction(nominal * 1000, 1001) for text, nominal in _SPOKEN.items()}


def exact_rate(fps: Decimal) -> Fraction:
    """The exact rate in frames a second: 23.976 is 24000/1001, 25 is 25."""
    return NTSC.get(fps.normalize(), Fraction(fps))
