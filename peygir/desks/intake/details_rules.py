"""Checks what another system sends with a report: its answers to the topic's questions, and picture addresses."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from peygir.cases.new_report import AnsweredQuestion
from peygir.city.local_knowledge_facts import AttributeFacts
from peygir.core.moments import read_moment, written
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import Names
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something

LONGEST: Final = {"string": 400, "text": 4000}
LONGEST_URL: Final = 2000
MOST_URLS: Final = 20
LONGEST_ID: Final = 80
LONGEST_SYSTEM: Final = 120


class AttributeIsMissing(Invalid):
    """A required question of the topic has no answer."""

    message = _("attribute[{code}] is required: {description}")


class AttributeIsNotValid(Invalid):
    """The answer does not fit its question's data type, or is none of its choices."""

    message = _("attribute[{code}] is not a valid {datatype}: {description}")


def one_a_line(urls: Sequence[str]) -> str:
    """The addresses of pictures as they are stored: the first twenty that are not empty, one per line."""
    fit = (plain(url).replace("\n", "")[:LONGEST_URL] for url in urls)
    return "\n".join([url for url in fit if url][:MOST_URLS])


def urls_in(kept: str) -> tuple[str, ...]:
    """The addresses in a text made by `one_a_line`."""
    return tuple(kept.split("\n")) if kept else ()


def checked_answers(
    questions: Sequence[AttributeFacts], given: Mapping[str, Sequence[str]]
) -> tuple[AnsweredQuestion, ...]:
    """The answers as they are stored, each with its question as it was asked. Answers to other questions are ignored.

    `given` holds the texts by the question's code, several for a list of many. Raises AttributeIsMissing,
    AttributeIsNotValid.
    """
    checked: list[AnsweredQuestion] = []
    for question in questions:
        given_texts = [text for text in map(plain, given.get(question.code, ())) if says_something(text)]
        refusal_details = {
            "code": question.code,
            "datatype": question.datatype,
            "description": Names.of(question.description_fa, question.description_en),
        }
        if not question.is_asked or not given_texts:
            if question.is_asked and question.is_required:
                raise AttributeIsMissing(**refusal_details)
            continue
        values = _values(question, given_texts)
        if values is None:
            raise AttributeIsNotValid(**refusal_details)
        checked.append(
            {
                "code": question.code,
                "fa": question.description_fa,
                "en": question.description_en or question.description_fa,
                "datatype": question.datatype,
                "values": values,
            }
        )
    return tuple(checked)


def _values(question: AttributeFacts, given_texts: Sequence[str]) -> list[dict[str, str]] | None:
    """Each value as (key, Persian, English); None when one does not fit."""
    if question.datatype == "multivaluelist" and len(given_texts) == 1 and not _choice(question, given_texts[0]):
        given_texts = [part.strip() for part in given_texts[0].split(",")]
    if question.datatype != "multivaluelist" and len(given_texts) != 1:
        return None
    values = [_value(question, text) for text in dict.fromkeys(given_texts)]
    return None if None in values else [value for value in values if value is not None]


def _value(question: AttributeFacts, text: str) -> dict[str, str] | None:
    match question.datatype:
        case "singlevaluelist" | "multivaluelist":
            return _choice(question, text)
        case "number":
            text = _number(text)
        case "datetime":
            moment = read_moment(text)
            text = written(moment) if moment else ""
        case "string":
            text = "" if "\n" in text or len(text) > LONGEST["string"] else text
        case "text":
            text = "" if len(text) > LONGEST["text"] else text
    return {"key": text, "fa": text, "en": text} if text else None


def _choice(question: AttributeFacts, text: str) -> dict[str, str] | None:
    """The choice with this key, or with exactly this name."""
    for key, fa, en in question.values:
        if text in (key, fa, en):
            return {"key": key, "fa": fa, "en": en}
    return None


def _number(text: str) -> str:
    digits = ascii_digits(text).replace("٫", ".")
    try:
        return digits if len(digits) <= 40 and math.isfinite(float(digits)) and "_" not in digits else ""
    except ValueError:
        return ""
