"""What the dashboard tells beside its figures: the latest published marks, and public programmes with goals."""

import hashlib
from typing import Any

from django.urls import reverse

from peygir.outlook.insight.publication_queries import publication_stamp
from peygir.outlook.planning.plan_counts import plan_counts
from peygir.outlook.planning.public_stamp import plans_stamp
from peygir.outlook.scoring import queries as scored
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_code, month_label


def dashboard_stamp(city_id: int) -> bytes:
    """The SHA-256 of what changes with every version of the figures and every public plan."""
    return hashlib.sha256(publication_stamp(city_id) + plans_stamp(city_id)).digest()


def outlook_parts() -> dict[str, Any]:
    """Return the latest published month of marks (None: there is none yet), and the counts of plans."""
    city_id = current_city().id
    month = next((one for one in scored.scored_months(city_id) if not one.is_provisional), None)
    marks = None
    if month is not None:
        rows = scored.marks_of_month(month.id)
        marks = {
            "month": month_label(month.first_on),
            "address": reverse("marks_month", args=[month_code(month.first_on)]),
            "marked": sum(one.mark is not None for one in rows),
            "too_few": sum(one.mark is None for one in rows),
        }
    return {"marks": marks, "plans": plan_counts(city_id)}
