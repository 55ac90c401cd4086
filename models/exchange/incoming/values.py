"""What is written in a cell, as the register keeps it: days in mixed forms, codes, names, flags."""

from __future__ import annotations

import datetime
import json
import re
from functools import cache, lru_cache

from models.errors import InvalidError
from models.exchange.incoming.fields import folded, whole
from models.resources import RESOURCES
from models.rules import vocabularies
from models.rules.dates import FULL, parse_date

FILE = RESOURCES / "import_words.json"
#: Days as a spreadsheet counts them, where a column of days was saved as numbers.
_SERIAL_FROM = datetime.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_WITH_TIME = re.compile(
    r"(.{6,30}?)(?:T| at |,? +)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[ap]m)?"
    r"(?:Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +", re.I)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})$")
_ONE_WORD = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$")
_NUMBERS = re.compile(r"(\d{1,2})([/. -])(\d{1,2})\2(\d{4}|\d{2})$")
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[ /-]*(\d{4}|\d{2})$")
_MONTH_NUMBER = re.compile(r"(?:(\d{1,2})[/-](\d{4})|(\d{4})-(\d{1,2}))$")
_YEAR = re.compile(r"(\d{4})$")
_YEARS = re.compile(r"(\d{4}) ?[/-] ?(\d{2}|\d{4})$")
_EMPTY = frozenset(
    {"", "-", "n/a", "na", "none", "nil", "null", "not known", "unknown", "tbc", "?"}
)
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "restricted"})
_NO = frozenset({"no", "n", "false", "0", "", "-", "open"})


@lru_cache(maxsize=20_000)
def day_of(text: str, today: datetime.date, month_first: bool = False) -> tuple[datetime.date, str]:
    """The day that a cell means, and how it was taken where it says less than a day.

    Besides what people type (:func:`parse_date`): with a time or a weekday, a spreadsheet's number,
    ``2014/02/12``, ``20140212``, ``February 12, 2014``; and a month, a year or a financial year,
    taken as its first day.

    :raises InvalidError: it is no day.
    """
    said = " ".join(text.split())
    said = _WEEKDAY.sub("", said, count=1) if said[:1].isalpha() else said
    if found := _WITH_TIME.match(said):
        said = found[1].strip()
    try:
        day = _exact(said, month_first)
        if day is not None:
            return day, ""
        day = _rough(said, today)
        if day is not None:
            return day, f"“{said}” is taken as its first day"
    except (ValueError, OverflowError) as error:
        raise InvalidError({"date": f"“{said[:40]}” is not a date that exists."}) from error
    return parse_date(said, today), ""


def _exact(said: str, month_first: bool) -> datetime.date | None:
    if said.isdecimal() and said.isascii() and len(said) == 5 and int(said) in _SERIALS:
        return _SERIAL_FROM + datetime.timedelta(days=int(said))
    for pattern in (_YEAR_FIRST, _ONE_WORD):
        if found := pattern.match(said):
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _MONTH_FIRST.match(said)) and (month := _month(found[1])):
        return datetime.date(int(found[3]), month, int(found[2]))
    if month_first and (found := _NUMBERS.match(said)) and len(found[4]) == 4:
        return datetime.date(int(found[4]), int(found[1]), int(found[3]))
    return None


def _rough(said: str, today: datetime.date) -> datetime.date | None:
    """The first day of a month, a year or a financial year."""
    if (found := _MONTH.match(said)) and (month := _month(found[1])):
        return datetime.date(_year(found[2], today), month, 1)
    if found := _MONTH_NUMBER.match(said):
        year, number = (found[2], found[1]) if found[2] else (found[3], found[4])
        if 1 <= int(number) <= 12:
            return datetime.date(int(year), int(number), 1)
    if found := _YEARS.match(said):
        begins, ends = int(found[1]), int(found[2]) % 100
        if (begins + 1) % 100 == ends:
            return datetime.date(begins, 4, 1)
    if (found := _YEAR.match(said)) and 1900 <= int(found[1]) <= today.year:
        return datetime.date(int(found[1]), 1, 1)
    return None


def _month(word: str) -> int:
    said = word.lower()
    return next((at for at, name in enumerate(FULL, 1) if name.startswith(said)), 0)


def _year(text: str, today: datetime.date) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say: ``N/A``, ``-``, ``Not known``."""
    return text.strip().casefold() in _EMPTY


def flag_of(text: str) -> bool:
    """Yes or no.

    :raises InvalidError: it is neither.
    """
    said = text.strip().casefold()
    if said in _YES | _NO:
        return said in _YES
    raise InvalidError({"flag": f"“{text.strip()[:40]}” is neither yes nor no."})


def number_of(text: str) -> int:
    """A whole number.

    :raises InvalidError: it is none.
    """
    said = text.strip().replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,15}", said):
        raise InvalidError({"number": f"“{text.strip()[:40]}” is not a whole number."})
    return int(said)


@cache
def other_words() -> dict[str, dict[str, str]]:
    """What other systems and forces call things: by vocabulary, the code of each folded word."""
    data = json.loads(FILE.read_text(encoding="utf-8"))["words"]
    return {
        name: {word: code for code, words in codes.items() for word in words}
        for name, codes in data.items()
    }


@vocabularies.derived_of(20_000)
def code_of(vocabulary: str, text: str, regime: str | None = None) -> str:
    """The code that a word of a file stands for; empty where that is not known.

    :param regime: of two terms of one name, the one that holds under it is meant.
    """
    known = _known(vocabulary)
    ways = (whole(text), folded(text), text.strip().casefold())
    found = next((known[said] for said in ways if said in known), ())
    if not found:
        return ""
    terms = [(code, vocabularies.term(vocabulary, code)) for code in found]
    fitting = [code for code, term in terms if term is not None and term.holds_under(regime)]
    return (fitting or list(found))[0]


@vocabularies.derived
def _known(vocabulary: str) -> dict[str, tuple[str, ...]]:
    """Codes by what they are called, folded: the code, the name, the name without its number."""
    found: dict[str, tuple[str, ...]] = {}

    def learn(word: str, code: str) -> None:
        if word and code not in found.get(word, ()):
            found[word] = (*found.get(word, ()), code)

    for term in vocabularies.terms(vocabulary):
        learn(term.code.casefold(), term.code)
        learn(folded(term.code), term.code)
        learn(whole(term.name), term.code)
        if vocabulary == "category":
            letter, _, words = term.name.partition(" ")
            learn(folded(letter), term.code)
            learn(folded(words), term.code)
        for part in term.name.split("/") if vocabulary == "platform" else ():
            learn(folded(part), term.code)
    for term in vocabularies.terms(vocabulary):  # what stands in brackets may be left out
        if folded(term.name) not in found:
            learn(folded(term.name), term.code)
    for word, code in other_words().get(vocabulary, {}).items():
        if word not in found:
            learn(word, code)
    return found


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev"})
_STAFF_LABEL = re.compile(r"(.*\S) \(([^()]*)\)$")
_OTHERS = re.compile(r" and (\d+) others?$")


@vocabularies.derived
def _rank_words() -> dict[str, str]:
    """What a rank is called in front of a name."""
    short = {folded(term.short): term.code for term in vocabularies.terms("rank") if term.short}
    return {word: code for word, code in other_words()["rank"].items() if len(word) <= 11} | short


def name_of(text: str) -> dict[str, str]:
    """A full name as family name, given names and title: ``Harmer, Ann`` or ``Ms Ann Harmer``."""
    said = " ".join(text.split())
    if "," in said:
        family, _, given = said.partition(",")
        words = given.split()
        title = words.pop(0) if words and words[0].strip(".").casefold() in _TITLES else ""
        return {"family_name": family.strip(), "given_names": " ".join(words), "title": title}
    words = said.split()
    title = ""
    if len(words) > 1 and words[0].strip(".").casefold() in _TITLES:
        title = words.pop(0)
    return {
        "family_name": words[-1] if words else "",
        "given_names": " ".join(words[:-1]),
        "title": title,
    }


def _initialled(text: str) -> dict[str, str]:
    """``Ms J.A. De La Rue``: a title, initials, and the rest is the family name."""
    words = text.split()
    titled = len(words) > 1 and words[0].strip(".").casefold() in _TITLES
    title = words.pop(0) if titled else ""
    given: list[str] = []
    while len(words) > 1 and words[0].endswith("."):
        given += words.pop(0).replace(".", ". ").split()
    return {"family_name": " ".join(words), "given_names": " ".join(given), "title": title}


def label_of(text: str) -> tuple[dict[str, str], int]:
    """A subject as lists show one (:func:`models.rules.names.subject_label`), and how many more.

    ``PC 4417 Harmer and 1 other`` is a constable of that number, and one that is not named.
    """
    said = " ".join(text.split())
    others = 0
    if found := _OTHERS.search(said):
        others, said = int(found[1]), said[: found.start()]
    if not said or said == "Unidentified subject":
        return {}, others
    if found := _STAFF_LABEL.match(said):
        role = {"staff": "staff", "designated person": "designated"}.get(found[2], found[2])
        known = vocabularies.term("role", role) is not None
        return _initialled(found[1]) | ({"role": role} if known else {}), others
    words = said.split()
    made: dict[str, str] = {}
    for length in (2, 1):
        first = folded(" ".join(words[:length]))
        if len(words) > length and first in ("sc", "pcso"):
            made["role"] = {"sc": "special", "pcso": "pcso"}[first]
        elif len(words) > length and first in _rank_words():
            made |= {"role": "officer", "rank": _rank_words()[first]}
        else:
            continue
        words = words[length:]
        break
    if len(words) > 1 and any(letter.isdigit() for letter in words[0]):
        made["number"] = words.pop(0)
        made.setdefault("role", "officer")  # nobody else is called by a number alone
    if not made:
        return _initialled(said), others
    return made | {"family_name": " ".join(words)}, others
