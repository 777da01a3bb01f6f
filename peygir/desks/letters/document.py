"""A letter of the register as PDF: letterhead with number and day, text, figures, signature, and tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast

from peygir.city import queries as city
from peygir.core.jalali import format_day
from peygir.core.pdf_letter import LetterDocument, LetterHead
from peygir.core.persian import fa_digits
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.desks.letters.letter_facts import LetterFacts
from peygir.desks.letters.queries import letter_terms

_BLESSING: Final = _("In the name of God")
_LABELS: Final[dict[str, Text]] = {
    "number": pgettext_lazy("head of a letter", "No."),
    "day": pgettext_lazy("head of a letter", "Date"),
    "annexes": pgettext_lazy("head of a letter", "Annexes"),
    "none": pgettext_lazy("head of a letter", "none"),
}


def letter_pdf(letter: LetterFacts, *, made_at: datetime, language: str = "fa") -> bytes:
    """The letter as a document; of one that came in, what the register has of it."""
    terms = letter_terms(letter.city_id, language)
    name = city.names_of(city.city_by_id(letter.city_id)).in_language(language)
    digits = fa_digits if language == "fa" else str
    count = len(letter.annexes) + len(letter.tables)
    facts = [
        (_said("number", language), digits(letter.number)),
        (_said("day", language), format_day(letter.dated_on, language)),
        (_said("annexes", language), digits(str(count)) if count else _said("none", language)),
    ]
    who = _("To: {party}") if letter.is_out else _("From: {party}")
    head = LetterHead(
        blessing=_BLESSING.in_language(language),
        office=_("Municipality of {city}", city=name).in_language(language),
        unit=terms.office,
        facts=facts,
        to=who.filled({"party": letter.party or "—"}).in_language(language),
        subject=_("Subject: {subject}", subject=letter.subject or "—").in_language(language),
        title=_("Letter {number}", number=digits(letter.number)).in_language(language),
    )
    document = LetterDocument(head, language=language, made_at=made_at)
    document.body(letter.body)
    if letter.figures:
        document.facts([(label, text) for label, text in letter.figures])
    if letter.is_out:
        document.signature(terms.signer_office, terms.signer_name)
    for table in letter.tables:
        _write_table(document, table)
    return document.content()


def _write_table(document: LetterDocument, table: dict[str, Any]) -> None:
    headings = cast("Sequence[str]", table["headings"])
    rows = cast("Sequence[Sequence[str]]", table["rows"])
    document.annex(str(table["title"]))
    document.table(headings, rows, cast("Sequence[float]", table["widths"]))


def _said(name: str, language: str) -> str:
    return _LABELS[name].in_language(language)
