"""Fractional order keys: a drag rewrites one row, and the order is the database's own text order.

A key is a fraction written with the digits 1-9a-z. 0 is left out on purpose: it separates the parts of a
`sort_key`, and being smaller than every digit it sorts parents before their children under any collation.
"""

DIGITS = "123456789abcdefghijklmnopqrstuvwxyz"
SEPARATOR = "0"
_BASE = len(DIGITS)
_WIDTH = 5
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}


def _to_int(key: str, width: int) -> int:
    number = 0
    for position in range(width):
        number = number * _BASE + (_VALUE[key[position]] if position < len(key) else 0)
    return number


def _to_key(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, _BASE)
        digits.append(DIGITS[rest])
    return "".join(reversed(digits))


def keys_between(low: str | None, high: str | None, count: int = 1) -> list[str]:
    """`count` ascending keys strictly between two keys; None is an open end.

    Keys at the end grow by steps of a fixed width, so that 500 imported shots still have short keys.
    """
    if high is None:
        return _keys_after(low or "", count)
    width = _WIDTH
    while True:
        first, last = _to_int(low or "", width), _to_int(high, width)
        if last - first > count:
            break
        width += 1
    # A key equal to a shorter one padded with the zero digit would compare greater as text: never end on DIGITS[0].
    width += 1
    first, last = first * _BASE, last * _BASE
    step = (last - first) // (count + 1)
    return [_not_zero(_to_key(first + step * (index + 1), width)) for index in range(count)]


def rank_key(number: int) -> str:
    """A key of fixed width for a whole number from 0 up: rows that are ordered by a small number of their own."""
    return _to_key(number, _WIDTH)


def _not_zero(key: str) -> str:
    return key[:-1] + "i" if key[-1] == DIGITS[0] else key


def _keys_after(low: str, count: int) -> list[str]:
    first = _to_int(low, _WIDTH) + 1
    if first + count * _BASE >= _BASE**_WIDTH:
        # The open end is used up at this width: go on behind the last key, one level deeper.
        return [low + key for key in _keys_after("", count)]
    step = _BASE
    start = first - first % step + step
    return [_to_key(start + step * index, _WIDTH) for index in range(count)]
