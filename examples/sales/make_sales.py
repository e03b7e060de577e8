"""Writes sales.csv, the orders of a small coffee company: `python3 make_sales.py`.

The same seed gives the same file. It is untidy on purpose, in the ways that real exports are:
orders that were sent twice, and cells that nobody filled in.
"""

import calendar
import csv
import math
import random
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)

# Orders a day at the start, growth a year, and how strongly the region follows the seasons.
REGIONS = {
    "North": (15.5, 1.05, 1.0),
    "South": (9.0, 1.14, 0.7),
    "East": (5.6, 1.6, 0.8),
    "West": (13.0, 0.87, 1.1),
}
# Price at the start, and how much of the demand it takes.
PRODUCTS = {
    "Beans": (18.5, 40),
    "Decaf": (17.9, 12),
    "Kettle": (64.0, 9),
    "Grinder": (89.0, 11),
    "Espresso": (219.0, 3),
    "Mugs": (24.0, 14),
    "Filters": (6.9, 12),
}
CHANNELS = {"web": 55, "store": 33, "partner": 12}
DURABLE = {"Kettle", "Grinder", "Espresso"}
# January to December, as a factor of demand.
SEASON = [0.93, 0.90, 0.95, 0.97, 0.96, 0.91, 0.86, 0.88, 0.99, 1.05, 1.24, 1.42]
WEEKDAY = [1.05, 0.98, 0.96, 0.98, 1.10, 1.08, 0.85]


def main() -> None:
    rows = make_rows(random.Random(20230101))
    with Path(__file__).with_name("sales.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["order", "date", "region", "product", "channel", "units", "unit_price"])
        writer.writerows(rows)


def make_rows(rng: random.Random) -> list[list[object]]:
    rows: list[list[object]] = []
    number = 100_000
    day = FIRST
    while day <= LAST:
        for region in orders_of(day, rng):
            number += 1
            row = untidy([number, day.isoformat(), region, *what_was_bought(day, rng)], rng)
            rows.extend([row] * (2 if rng.random() < 0.006 else 1))
        day += timedelta(days=1)
    return rows


def orders_of(day: date, rng: random.Random) -> list[str]:
    """The region of each of the day's orders, in the order in which they came in."""
    years = (day - FIRST).days / 365.25
    regions: list[str] = []
    for region, (base, growth, swing) in REGIONS.items():
        season = 1 + (season_on(day) - 1) * swing
        expected = base * growth**years * season * WEEKDAY[day.weekday()]
        regions += [region] * max(0, round(rng.gauss(expected, math.sqrt(expected))))
    rng.shuffle(regions)
    return regions


def season_on(day: date) -> float:
    """Moves smoothly from the middle of one month to the middle of the next."""
    position = day.month - 1 + (day.day - 0.5) / calendar.monthrange(day.year, day.month)[1] - 0.5
    before = math.floor(position)
    share = position - before
    return SEASON[before % 12] * (1 - share) + SEASON[(before + 1) % 12] * share


def what_was_bought(day: date, rng: random.Random) -> list[object]:
    product = pick({name: weight for name, (_, weight) in PRODUCTS.items()}, rng)
    channel = pick(CHANNELS, rng)
    units = 1 if product in DURABLE else 1 + min(11, int(rng.expovariate(0.55)))
    if channel == "partner" and product not in DURABLE:
        units *= 3
    price = PRODUCTS[product][0] * 1.03 ** (day.year - FIRST.year)
    if day.month == 11 and day.day >= 24:
        price *= 0.85
    if channel == "partner":
        price *= 0.8
    return [product, channel, units, f"{price:.2f}"]


def pick(weights: dict[str, int], rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def untidy(row: list[object], rng: random.Random) -> list[object]:
    """Now and then leaves the region, the units or the price empty."""
    for column, chance in ((2, 0.004), (5, 0.007), (6, 0.009)):
        if rng.random() < chance:
            row[column] = ""
    return row


if __name__ == "__main__":
    main()
