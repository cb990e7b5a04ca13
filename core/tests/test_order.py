"""Fractional order keys: whatever is dragged where, text order stays the order."""

import random
from itertools import pairwise

import pytest
from django.db import connection

from core.order import DIGITS, SEPARATOR, keys_between, rank_key

BASE = len(DIGITS)


def _insert(keys: list[str], place: int, count: int = 1) -> None:
    low = keys[place - 1] if place else None
    high = keys[place] if place < len(keys) else None
    keys[place:place] = keys_between(low, high, count)


def _is_in_order(keys: list[str]) -> bool:
    return all(low < high for low, high in pairwise(keys))


@pytest.mark.parametrize("seed", range(8))
def test_thousands_of_inserts_anywhere_keep_the_order(seed: int) -> None:
    chance = random.Random(seed)
    keys: list[str] = []
    for _ in range(1500):
        _insert(keys, chance.randint(0, len(keys)), chance.choice([1, 1, 1, 2, 7]))
    assert _is_in_order(keys)
    assert set("".join(keys)) <= set(DIGITS)


@pytest.mark.parametrize("place", ["first", "second", "before last", "last"])
def test_inserting_at_one_place_for_ever_keeps_the_order(place: str) -> None:
    keys = keys_between(None, None, 3)
    for _ in range(400):
        _insert(keys, {"first": 0, "second": 1, "before last": len(keys) - 1, "last": len(keys)}[place])
    assert _is_in_order(keys)
    assert max(map(len, keys)) <= 110, "the column holds 120"


def test_no_key_leaves_no_room_below_or_above_it() -> None:
    keys = keys_between(None, None, 500)
    between = [keys_between(low, high)[0] for low, high in pairwise(keys)]
    assert all(low < middle < high for (low, high), middle in zip(pairwise(keys), between, strict=True))
    assert keys_between(None, keys[0])[0] < keys[0] and keys[-1] < keys_between(keys[-1], None)[0]


def test_an_import_of_thousands_keeps_short_keys() -> None:
    keys = keys_between(None, None, 5000)
    assert _is_in_order(keys)
    assert max(map(len, keys)) == 5


def test_keys_of_a_full_end_go_on_one_level_deeper() -> None:
    last = DIGITS[-1] * 5
    keys = keys_between(last, None, 3)
    assert _is_in_order([last, *keys])


@pytest.mark.parametrize(("low", "high"), [("5", "6"), ("5", "51i"), ("1i", "2"), ("zzzzz", "zzzzzi"), (None, "1i")])
def test_keys_of_different_lengths_have_keys_between(low: str | None, high: str) -> None:
    made = keys_between(low, high, 50)
    assert _is_in_order([*([low] if low else []), *made, high])


def test_rank_keys_count_up() -> None:
    assert _is_in_order([rank_key(number) for number in range(0, 5000, 7)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "collation",
    [
        "default",
        *(pytest.param(name, marks=pytest.mark.only_postgres) for name in ("en-x-icu", "de-x-icu", "tr-x-icu")),
    ],
)
def test_the_database_orders_keys_as_python_does(collation: str) -> None:
    chance = random.Random(collation)
    keys: list[str] = keys_between(None, None, 2)
    for _ in range(600):
        _insert(keys, chance.randint(0, len(keys)))
    # As in sort_key: a parent's key, and those of its children behind the separator.
    rows = sorted([*keys, *(f"{key}{SEPARATOR}{other}" for key in keys[::20] for other in keys[:5])])
    shuffled = chance.sample(rows, len(rows))
    collate = "" if collation == "default" else f' COLLATE "{collation}"'
    values = ", ".join(["(%s)"] * len(rows))
    with connection.cursor() as cursor:
        # The names of collations stand above, and are no input.
        cursor.execute(f"WITH v(k) AS (VALUES {values}) SELECT k FROM v ORDER BY k{collate}", shuffled)  # noqa: S608
        assert [row[0] for row in cursor.fetchall()] == rows
