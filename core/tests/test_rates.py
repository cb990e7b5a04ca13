"""Spoken frame rates and the exact ones behind them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.rates import exact_rate


@pytest.mark.parametrize(
    ("spoken", "exact"),
    [
        ("24", Fraction(24)),
        ("25.000", Fraction(25)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("29.970", Fraction(30000, 1001)),
        ("47.952", Fraction(48000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("119.88", Fraction(120000, 1001)),
        ("12.5", Fraction(25, 2)),
        ("0.001", Fraction(1, 1000)),
    ],
)
def test_a_spoken_rate_means_an_exact_one(spoken: str, exact: Fraction) -> None:
    assert exact_rate(Decimal(spoken)) == exact
