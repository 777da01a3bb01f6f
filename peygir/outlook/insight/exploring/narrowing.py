"""A question narrowed to one group of its answer, and widened again: values in, a question out."""

from collections.abc import Sequence
from dataclasses import replace

from peygir.outlook.insight.exploring.suppression import Key
from peygir.outlook.insight.questions import MOST_FILTERS, Filter, LakeQuestion


def narrowed_to(question: LakeQuestion, dimensions: Sequence[str], keys: Sequence[Key]) -> LakeQuestion | None:
    """Return the question about one group alone, by the same dimensions; None where that takes too many filters."""
    narrowed = question
    for code, key in zip(dimensions, keys, strict=True):
        narrowed = with_filter(narrowed, Filter(code, (None if key is None else str(key),)))
    return narrowed if len(narrowed.filters) <= MOST_FILTERS and _are_right(narrowed) else None


def _are_right(question: LakeQuestion) -> bool:
    """Whether each value can be written: the grammar knows no empty text."""
    return all("" not in one.values for one in question.filters)


def with_filter(question: LakeQuestion, own: Filter) -> LakeQuestion:
    """Return the question with a filter in place of the one of its dimension and kind."""
    return replace(question, filters=(*without_filter(question, own.dimension, is_not=own.is_not).filters, own))


def without_filter(question: LakeQuestion, dimension: str, *, is_not: bool) -> LakeQuestion:
    """Return the question without one filter."""
    kept = tuple(one for one in question.filters if (one.dimension, one.is_not) != (dimension, is_not))
    return replace(question, filters=kept)
