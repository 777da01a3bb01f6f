"""The words of an earlier system's table that have no code yet, each with the codes to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.desks.earlier.rules import EarlierState, WordField
from peygir.journey.importing import Judged
from peygir.journey.moving_in import UnknownWord, unknown_words
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import in_language, named

NONE_OF_OURS: Final = "-"
"""The choice for a word that means nothing here: its field stays empty, and the rules of this city decide."""
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word with its field in words, and (code, name) of everything that it may mean."""

    word: UnknownWord
    field: str
    options: Options


def word_rows(judged: Judged) -> list[WordRow]:
    """Return the words of a judged table that have no code yet, the most frequent first."""
    words = unknown_words(judged)
    options = {field: options_of(field) for field in {one.field for one in words}}
    return [WordRow(one, in_language(WordField.of(one.field).label), options[one.field]) for one in words]


def options_of(field: str) -> Options:
    """Return (code, name) of everything that a word of a field may mean."""
    city_id, none = current_city().id, (NONE_OF_OURS, _("none of these: leave it empty"))
    if field == WordField.TOPIC:
        return [none, *((one.code, named(one)) for one in city.topics(city_id))]
    if field == WordField.DISTRICT:
        return [none, *((one.code, named(one)) for one in city.districts(city_id, on=today()))]
    if field == WordField.UNIT:
        return [none, *((one.code, named(one)) for one in city.units(city_id))]
    return [(one.value, in_language(one.label)) for one in EarlierState]
