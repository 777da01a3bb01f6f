"""Events of the city's reports: ordered, composed, and decided about."""

from peygir.history.catalogue import EventData, event


@event("city_report_ordered", file="cityreport")
class CityReportOrdered(EventData):
    """A report of a period (its kind and days) was ordered; `blocks` is the SHA-256 of what it is composed of."""

    period: str
    first_on: str
    last_on: str
    number: int
    blocks: str


@event("city_report_drafted", file="cityreport", ends=True)
class CityReportDrafted(EventData):
    """A report was composed of the lake with this root and last event; SHA-256 of its files, and of its manifest."""

    root: str
    last_event: int
    files: dict[str, object]
    manifest: str


@event("city_report_failed", file="cityreport", ends=True)
class CityReportFailed(EventData):
    """A report could not be composed; `why` is the name of the refusal."""

    why: str


@event("city_report_published", file="cityreport", ends=True)
class CityReportPublished(EventData):
    """A report was approved by another person and published; the SHA-256 of its files, and of its manifest."""

    files: dict[str, object]
    manifest: str


@event("city_report_refused", file="cityreport", ends=True)
class CityReportRefused(EventData):
    """A report was not approved; the reason is kept with it."""
