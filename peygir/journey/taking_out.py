"""What one command of a person does to take a list of cases out: recorded first, for the city and in the cases."""

from collections.abc import Iterator, Mapping

from peygir.cases.actions.words_taken import note_words_taken
from peygir.cases.exporting import MOST, Exported, exported, whole_words
from peygir.cases.inbox import Filters
from peygir.desks.partners.actions import take_out
from peygir.people.rules import Actor


def take_cases_out(
    city_id: int,
    form: str,
    *,
    chosen: Filters,
    recorded: Mapping[str, str],
    after: str = "",
    limit: int = MOST,
    has_words: bool = False,
    key: str = "",
    by: Actor,
) -> Iterator[Exported]:
    """Record that a person takes the chosen cases out, and yield them; `recorded`: the filters as the record has them.

    `has_words`: with the reporters' texts unmasked; then each of these cases keeps it, and a file has fewer of them.
    Raises NoSuchPlaceInTheList, WordsAreNotYours, AskedTooOften.
    """
    taken = whole_words(by, city_id, chosen, after=after, limit=limit) if has_words else None
    whole = taken.case_ids if taken is not None else None
    taken_cases = exported(by, city_id, chosen, after=after, limit=limit, whole=whole)
    take_out(form, filters=recorded, by=by, key=key, has_words=has_words)
    if taken is not None:
        note_words_taken(taken.reports, by=by)
    return taken_cases
