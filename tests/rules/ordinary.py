"""Two thousand sentences as people send them to a city, with nothing of a person in them; the same each time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

from peygir.core.codes import make_code
from peygir.core.persian import fa_digits

DATA: Final = Path(__file__).with_name("data")


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()


_SLOTS: Final = {
    name: values.split("|") for name, _, values in (line.partition("\t") for line in _lines("ordinary_slots.tsv"))
}
_TEMPLATES: Final = _lines("ordinary_templates.txt")


def sentences(seed: int = 1405, count: int = 2000) -> Iterator[str]:
    """`count` sentences: those written by hand, and the rest from templates, by the seed."""
    chance = Random(seed)
    by_hand = _lines("ordinary_sentences.txt")
    yield from by_hand
    for place in range(count - len(by_hand)):
        yield made(_TEMPLATES[place % len(_TEMPLATES)], chance)


def made(template: str, chance: Random) -> str:
    """A template with its slots filled."""
    filled = template
    while "{" in filled:
        head, _, tail = filled.partition("{")
        name, _, rest = tail.partition("}")
        filled = f"{head}{_value(name, chance)}{rest}"
    return " ".join(filled.split())


def _value(name: str, chance: Random) -> str:
    if name in _SLOTS:
        return chance.choice(_SLOTS[name])
    value = _NUMBERS[name](chance)
    return value if name.startswith("e") or chance.random() < 0.2 else fa_digits(value)


def _day(chance: Random) -> str:
    mark = chance.choice("//-.")
    return f"{chance.choice((1404, 1405))}{mark}{chance.randint(1, 12):02d}{mark}{chance.randint(1, 29):02d}"


def _code(chance: Random) -> str:
    return make_code(chance.choice((1404, 1405)), chance.randrange(10_000_000))


def _spoken(chance: Random) -> str:
    code = _code(chance)
    return f"{code[:2]} {code[2:5]} {code[5:8]} {code[8:]}"


def _money(chance: Random) -> str:
    amount = chance.choice(
        (chance.randint(1, 999) * 1000, chance.randint(1, 999) * 100_000, chance.randint(1, 90) * 10**6)
    )
    return chance.choice(
        (str(amount), f"{amount:,}", f"{amount:,}".replace(",", "."), f"{chance.randint(2, 900)} هزار")
    )


def _permit(chance: Random) -> str:
    return chance.choice(
        (f"{chance.randint(1400, 1405)}/{chance.randint(1000, 999999)}", str(chance.randint(10**4, 10**8)))
    )


def _letter(chance: Random) -> str:
    return f"{chance.randint(1, 99)}/{chance.randint(100, 99999)}/{chance.choice(('د', 'ص', '1405', '3'))}"


_NUMBERS: Final[dict[str, Callable[[Random], str]]] = {
    "n0": lambda chance: str(chance.randint(1, 12)),
    "n1": lambda chance: str(chance.randint(1, 60)),
    "n2": lambda chance: str(chance.randint(10, 400)),
    "n3": lambda chance: str(chance.randint(1, 2200)),
    "e1": lambda chance: str(chance.randint(1, 60)),
    "e2": lambda chance: str(chance.randint(1, 900)),
    "e9": lambda chance: f"{chance.randint(1, 30):02d}",
    "etime": lambda chance: f"{chance.randint(0, 23)}:{chance.randint(0, 59):02d}",
    "ecode": _code,
    "date": _day,
    "date2": _day,
    "time": lambda chance: chance.choice(
        (f"{chance.randint(0, 23)}:{chance.randint(0, 59):02d}", str(chance.randint(1, 12)))
    ),
    "code": _code,
    "spoken": _spoken,
    "money": _money,
    "unit": lambda chance: chance.choice(("تومان", "ریال", "تومن")),
    "permit": _permit,
    "letter": _letter,
    "bill": lambda chance: str(chance.randint(10**12, 10**13 - 1)),
    "year": lambda chance: str(chance.randint(1390, 1405)),
}
