"""Parts that the statements of the tests share: closures of a month, its promises, and phones of staff.

Parameters: `city` (id), `since`, `until` (the month's first moment and the first after it).
"""

from typing import Final

PUBLIC_CASES: Final = "NOT one.is_confidential AND one.about_unit_id IS NULL AND one.about_staff_id IS NULL"
"""As in the snapshot of marks: confidential cases and complaints about units and people stay out."""
ORDINARY_SHARE: Final = 0.005


def holder_of(file: str, before: str) -> str:
    """A join that finds the unit that held a case (`holder.unit_id`) when an event was written.

    `file`: the column with the case's id; `before`: a condition on `last`, the event that gave it the case.
    """
    return f"""
    JOIN LATERAL (
        SELECT (last.data->>'unit')::bigint AS unit_id, last.number FROM history_event last
        WHERE last.file = 'case' AND last.file_id = {file} AND {before}
            AND last.kind IN ('case_referred', 'case_moved')
        ORDER BY last.number DESC LIMIT 1
    ) holder ON holder.unit_id IS NOT NULL"""  # noqa: S608 - constants


def own_staff(by: str, unit: str) -> str:
    """A condition: the actor of a column is staff of the unit of another column."""
    return (
        f"EXISTS (SELECT 1 FROM people_staff person WHERE person.unit_id = {unit} "  # noqa: S608 - constants
        f"AND {by} = 'staff:' || person.id)"
    )


CLOSED: Final = f"""closed AS (
    SELECT DISTINCT ON (event.file_id) event.file_id AS case_id, event.number, event.at, event.kind, event.by,
        event.data, holder.unit_id, one.code
    FROM history_event event JOIN cases_case one ON one.id = event.file_id
    {holder_of("event.file_id", "last.number < event.number")}
    WHERE event.kind IN ('case_finished', 'case_declined') AND event.file = 'case'
        AND event.at >= %(since)s AND event.at < %(until)s AND one.city_id = %(city)s AND {PUBLIC_CASES}
    ORDER BY event.file_id, event.number
)"""  # noqa: S608 - constants
"""The first time in the month that a case was called done, or “no action needed”, with the unit that held it."""
PROMISED: Final = f"""promised AS (
    SELECT promise.case_id, promise.due_at, promise.kept_at, one.opened_at, holder.unit_id, holder.number
    FROM promises_promise promise JOIN cases_case one ON one.id = promise.case_id
    {holder_of("promise.case_id", "last.at <= promise.due_at")}
    WHERE promise.kind = 'finish' AND promise.is_first AND promise.due_at >= %(since)s AND promise.due_at < %(until)s
        AND one.city_id = %(city)s AND {PUBLIC_CASES}
)"""  # noqa: S608 - constants
"""The first promises to finish that fell due in the month, with the unit that held the case then."""
STAFF_PHONES: Final = """staff_phone AS (
    SELECT phone FROM inquiries_morningbrief WHERE phone <> ''
    UNION SELECT phone FROM fieldwork_crew WHERE city_id = %(city)s AND phone <> ''
)"""
"""The phones of staff that the system knows: where the morning's figures are sent, and those of crews."""
