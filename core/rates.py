"""Frame rates as people say them and as the maths needs them."""

from decimal import Decimal
from fractions import Fraction

# SMPTE rates of 1000/1001: the spoken figure is rounded, the exact one is not.
_NTSC = {
    Decimal("23.976"): 24,
    Decimal("23.98"): 24,
    Decimal("29.97"): 30,
    Decimal("47.952"): 48,
    Decimal("47.95"): 48,
    Decimal("59.94"): 60,
    Decimal("119.88"): 120,
}


def exact_rate(fps: Decimal) -> Fraction:
    """The exact rate in frames a second: 23.976 is 24000/1001, 25 is 25."""
    nominal = _NTSC.get(fps.normalize())
    return Fraction(nominal * 1000, 1001) if nominal else Fraction(fps)
