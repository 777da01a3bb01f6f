"""Computes the marks of a closed month again from its snapshot and compares them with what was stored and recorded."""

from collections.abc import Iterator
from dataclasses import dataclass

from peygir.core.refusals import Missing
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.history.queries import timeline
from peygir.outlook.scoring.actions.computing import ComputedMonth
from peygir.outlook.scoring.actions.ordering import differences_of_orders
from peygir.outlook.scoring.actions.restating import compute_version, taken_out_by
from peygir.outlook.scoring.actions.verifying_comparisons import differences_of_comparisons
from peygir.outlook.scoring.mark_text import text_of
from peygir.outlook.scoring.models import MarkVersion, ScoredMonth
from peygir.outlook.scoring.months import ScoreMonth
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.snapshot_text import digest_of, unpacked
from peygir.outlook.scoring.stored_text import stored_text


class MonthIsNotClosed(Missing):
    """The month has no marks yet."""

    message = _("{month} is not closed: it has no marks.")


@dataclass(frozen=True, slots=True)
class VerifiedMonth:
    """What a verification found: the digests of snapshot and marks as computed now, and every difference."""

    month: str
    version: int
    snapshot: str
    digest: str
    differences: tuple[Text, ...]


def closed_month(city_id: int, month: ScoreMonth) -> ScoredMonth:
    """Return a closed month with its scheme and snapshot. Raises MonthIsNotClosed."""
    rows = ScoredMonth.objects.select_related("scheme", "snapshot")
    row = rows.filter(city_id=city_id, first_on=month.first_on).first()
    if row is None:
        raise MonthIsNotClosed(month=month.name)
    return row


def verify_month(city_id: int, month: ScoreMonth) -> VerifiedMonth:
    """Compute every version of a closed month again. Raises MonthIsNotClosed, SnapshotIsNotRight."""
    row = closed_month(city_id, month)
    text = unpacked(bytes(row.snapshot.content))
    versions = {version.number: version for version in MarkVersion.objects.filter(month=row).order_by("number")}
    computed = {number: compute_version(row, taken_out_by(row.pk, up_to=number)) for number in versions}
    differences = [
        *_of_snapshot(row, digest_of(text)),
        *_of_versions(row, versions, computed),
        *_of_publication(row, versions),
        *differences_of_comparisons(row, computed),
        *differences_of_orders(row),
    ]
    return VerifiedMonth(month.name, row.version, digest_of(text), computed[row.version].digest, tuple(differences))


def _of_snapshot(row: ScoredMonth, digest: str) -> Iterator[Text]:
    recorded = [event.data["digest"] for event in timeline("scmonth", row.pk) if event.kind == "score_month_frozen"]
    if digest != row.snapshot.digest or recorded != [digest]:
        yield _("the snapshot is not the one that was recorded")
    decided = [
        event.data["digest"] for event in timeline("scscheme", row.scheme_id) if event.kind == "score_scheme_decided"
    ]
    if decided != [content_kept(row.scheme.content).digest]:
        yield _("the scheme is not the one that was decided")


def _of_publication(row: ScoredMonth, versions: dict[int, MarkVersion]) -> Iterator[Text]:
    """Of a month that was closed when closing was publishing there is no event."""
    recorded = [event.data for event in timeline("scmonth", row.pk) if event.kind == "score_month_published"]
    is_expected = row.published_at is not None and row.publish_on is not None
    digests = [versions[number].digest if (number := data["mark_version"]) in versions else "" for data in recorded]
    if [data["digest"] for data in recorded] != digests or len(recorded) != is_expected:
        yield _("the publication is not the one that was recorded")


def _of_versions(
    row: ScoredMonth, versions: dict[int, MarkVersion], computed: dict[int, ComputedMonth]
) -> Iterator[Text]:
    kinds = ("score_month_closed", "score_month_restated")
    recorded = [event.data["digest"] for event in timeline("scmonth", row.pk) if event.kind in kinds]
    if len(recorded) != len(versions) or max(versions, default=0) != row.version:
        yield _("the versions are not those that were recorded")
        return
    for (number, version), digest in zip(versions.items(), recorded, strict=True):
        if not computed[number].digest == version.digest == digest:
            yield _("the marks of version {number} come out otherwise").filled({"number": number})
        if stored_text(row.pk, number) != text_of(computed[number].units, computed[number].people):
            yield _("the stored marks of version {number} are others").filled({"number": number})
