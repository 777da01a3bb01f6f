"""The vocabularies of the city's reports: their kinds, states, forms, and the kinds of their blocks."""

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class ReportKind(Vocabulary):
    """About what period of the Iranian calendar a report is."""

    TENDAY = "tenday", pgettext_lazy("kind of report", "Ten days")
    MONTH = "month", pgettext_lazy("kind of report", "Month")
    SEASON = "season", pgettext_lazy("kind of report", "Season")
    YEAR = "year", pgettext_lazy("kind of report", "Year")


class ReportState(Vocabulary):
    """How far a report is."""

    ORDERED = "ordered", pgettext_lazy("state of a report", "Being composed")
    FAILED = "failed", pgettext_lazy("state of a report", "Could not be composed")
    DRAFT = "draft", pgettext_lazy("state of a report", "Waits for approval")
    REFUSED = "refused", pgettext_lazy("state of a report", "Not approved")
    PUBLISHED = "published", pgettext_lazy("state of a report", "Published")


class ReportFileForm(Vocabulary):
    """The form of a file of a report."""

    PDF = "pdf", pgettext_lazy("form of a report", "PDF")
    XLSX = "xlsx", pgettext_lazy("form of a report", "Excel")


class BlockKind(Vocabulary):
    """What a block of a report shows."""

    FIGURES = "figures", pgettext_lazy("block of a report", "Figures")
    TABLE = "table", pgettext_lazy("block of a report", "Table")
    CHART = "chart", pgettext_lazy("block of a report", "Chart")
    MAP = "map", pgettext_lazy("block of a report", "Map")
    TEXT = "text", pgettext_lazy("block of a report", "Text")
