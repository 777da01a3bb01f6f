"""What may be wrong with a row of old records, each in words for the reader."""

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _


class ColumnIsEmpty(Invalid):
    """A required value is missing."""

    message = _("It is empty.")


class MomentIsToCome(Invalid):
    """The moment of an old record is in the future."""

    message = _("This moment has not come yet.")


class EndsBeforeItBegins(Invalid):
    """The record was done before it was opened."""

    message = _("It is before the record was opened.")


class EndIsMissing(Invalid):
    """A record is closed, and no moment of its end is known."""

    message = _("It is closed, but when it was done is not said: choose the column that says it, or write the moment.")


class NameIsUnknown(Invalid):
    """The city does not have this topic, district or unit."""

    message = _("“{text}” is not in the city's data; write its code or its whole name.")


class NumberIsNoDegree(Invalid):
    """The number is no degree on Earth."""

    message = _("“{text}” is not a right coordinate.")


class PointIsNowhere(Invalid):
    """Two numbers are neither degrees nor metres of the city's zone."""

    message = _("“{lat}” and “{lon}” are no point: degrees like 29.61 and 52.53, or metres (UTM), are needed.")


class RecordSaysNothing(Invalid):
    """The record has neither text nor topic."""

    message = _("It has neither words nor a topic.")


class RecordIsNowhere(Invalid):
    """The record's topic needs a place, and there is none."""

    message = _("It has no place: a point, an address or a district is needed.")


class ValueIsTooLong(Invalid):
    """The value exceeds the maximum length."""

    message = _("It is longer than {limit} characters.")


class RowIsLonger(Invalid):
    """A row has filled cells beyond the last heading, so that its cells may stand under wrong headings."""

    message = _(
        "This row has more cells than the table has headings; perhaps a separator stands in a text without "
        "quotation marks."
    )


class NumberComesTwice(Invalid):
    """Two rows of one file have the same number."""

    message = _("The number “{text}” is in row {row} too.")
