"""The vocabularies of the ranking: how far what two people decide has come, and what a place rests on."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class FourEyesState(Vocabulary):
    """How far something has come that one person proposes and a second one agrees to."""

    PROPOSED = "proposed", pgettext_lazy("state of a proposal", "Waits for a second person")
    AGREED = "agreed", pgettext_lazy("state of a proposal", "Agreed by two people")
    REFUSED = "refused", pgettext_lazy("state of a proposal", "Refused by the second person")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "Withdrawn by who proposed it")


class PlaceBasis(Vocabulary):
    """What a place of the decision rests on."""

    FIGURES = "figures", pgettext_lazy("basis of a place", "The figures give this place alone")
    JURY = "jury", pgettext_lazy("basis of a place", "Others could hold it too; the jury decided")
    AGAINST = "against", pgettext_lazy("basis of a place", "The figures make another place likelier; the jury decided")


class RankedKind(Vocabulary):
    """The kinds of units that a category may rank, apart or together."""

    DISTRICT = "district", pgettext_lazy("kind of ranked units", "districts")
    ORGANISATION = "organisation", pgettext_lazy("kind of ranked units", "organisations")
    DEPUTY = "deputy", pgettext_lazy("kind of ranked units", "deputies of the mayor")
    OFFICE = "office", pgettext_lazy("kind of ranked units", "offices")
    DEPARTMENT = "department", pgettext_lazy("kind of ranked units", "departments")
