"""Which matters the demonstration register holds, in the order received."""

from __future__ import annotations

import datetime
import random

from models.case.casefile import Row
from models.demo.source import STAGE_TITLES, read

SEED = 20140228


def plan() -> list[Row]:
    """Every case to be made, in the order received."""
    force, matters = read("force"), read("matters")["matters"]
    chance = random.Random(SEED)  # noqa: S311  (the same invented cases every time)
    social = [item | {"factor": "social-media"} for item in read("social_media")["cases"]]
    made: list[Row] = []
    for year, wanted in force["cases_a_year"].items():
        written = [item for item in social if item["received"].startswith(year)]
        if year == "2014":
            days = _days_2014(force["numbers_2014"])
            taken = {item["received"] for item in written}
            fill = [day for day in days if day not in taken]
        else:
            first = datetime.date(int(year), 1, 4)
            count = wanted - len(written)
            fill = [str(first + datetime.timedelta(360 * n // count)) for n in range(count)]
        others = [_other(day, matters, force["members"], chance) for day in fill]
        made += sorted(written + others, key=lambda item: str(item["received"]))
    _leave_open(made, chance)
    return made


def _days_2014(pins: dict[str, int]) -> list[str]:
    """A day for each number of 2014, so that the highlighted cases get theirs."""
    days: list[str] = []
    last = datetime.date(2014, 1, 1)
    for pinned, number in pins.items():
        day = datetime.date.fromisoformat(pinned)
        free = number - len(days) - 1
        gap = (day - last).days
        days += [str(last + datetime.timedelta(1 + (gap - 1) * n // free)) for n in range(free)]
        days.append(pinned)
        last = day
    return days


def _other(day: str, matters: list[Row], members: list[Row], chance: random.Random) -> Row:
    matter = chance.choice(matters)
    anybody = matter["category"] == "2012-X"  # the rest are about what officers do
    member = chance.choice(
        [
            one
            for one in members
            if (anybody or one["role"] == "officer") and one["family_name"] != "Quill"
        ]
    )
    if day == "2014-01-09":
        matter = matters[0]
        member = next(one for one in members if one["family_name"] == "Quill")
    results = ["no-case"] * 6 + ["ww", "advice", "advice", "words", "fww"]
    result = "no-case" if matter["kind"] == "dsi" else chance.choice(results)
    return matter | member | {"received": day, "result": result, "duty": "on"}


def _leave_open(made: list[Row], chance: random.Random) -> None:
    """Leave the newest matters at varied stages, two of them late."""
    others = [item for item in made if item["factor"] != "social-media"]
    recent = [item for item in others if item["received"] >= "2013-11-01"][-28:]
    for number, item in enumerate(recent):
        item["result"] = STAGE_TITLES[number % 5] if item["family_name"] != "Quill" else "recorded"
        item["due_days"] = -4 - number if number < 2 else chance.randint(3, 30)
