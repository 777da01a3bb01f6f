"""What the questions have in common: the calendar, the keys of a moment, and which cases may be in the lake."""

from typing import Final

from peygir.desks.earlier.conditions import NOT_COUNTED

CALENDAR: Final = """
lake_calendar AS (
    SELECT * FROM unnest(%(days)s::date[], %(jalali)s::bigint[], %(closed)s::bigint[]) AS known (day, jalali, closed)
)"""
_OF_DAY: Final = """
    calendar.jalali AS jalali_day,
    calendar.jalali / 100 * 10 + LEAST((calendar.jalali %% 100 - 1) / 10, 2) + 1 AS ten_day,
    calendar.jalali / 100 AS month,
    calendar.jalali / 10000 * 10 + (calendar.jalali / 100 %% 100 - 1) / 3 + 1 AS season,
    calendar.jalali / 10000 AS year"""
KEYS_OF_DAY: Final = f"calendar.day, {_OF_DAY}, NULL::bigint AS hour_of_week, calendar.closed AS is_holiday"


def keys(moment: str) -> str:
    """The columns of the Iranian calendar for a moment; `on_day` joins the calendar."""
    local = f"({moment} AT TIME ZONE %(zone)s)"
    hour = f"((EXTRACT(ISODOW FROM {local})::bigint + 1) %% 7 * 24 + EXTRACT(HOUR FROM {local})::bigint)"
    return f"{local}::date AS day, {_OF_DAY}, {hour} AS hour_of_week, calendar.closed AS is_holiday"


def on_day(moment: str) -> str:
    """The join of the calendar by a moment; outside the calendar the row stays, without its keys."""
    return f"LEFT JOIN lake_calendar calendar ON calendar.day = ({moment} AT TIME ZONE %(zone)s)::date"


def minute(moment: str) -> str:
    """A moment in UTC, cut to the minute."""
    return f"date_trunc('minute', {moment} AT TIME ZONE 'UTC')"


def minutes(since: str, until: str) -> str:
    """Whole minutes between two moments, rounded down."""
    return f"floor(EXTRACT(EPOCH FROM {until} - {since}) / 60)::bigint"


# Confidential reports, and complaints about units and people, stay out: as in scoring, a figure must not tell of them.
CASES: Final = f"""
lake_file AS (
    SELECT one.id AS case_id, topic.code AS topic, topic.group_code AS topic_group, district.code AS district,
        neighbourhood.code AS neighbourhood,
        (one.cell - (2::bigint << 52)) | (63::bigint << 18) AS cell_7,
        (one.cell - (1::bigint << 52)) | (7::bigint << 18) AS cell_8,
        unit.code AS unit, one.urgency, first.channel, kind.code AS asset_type,
        one.opened_at, one.closed_at, one.state, one.close_kind, one.report_count, one.return_count
    FROM cases_case one
        LEFT JOIN city_topic topic ON topic.id = one.topic_id
        LEFT JOIN city_district district ON district.id = one.district_id
        LEFT JOIN city_neighbourhood neighbourhood ON neighbourhood.id = one.neighbourhood_id
        LEFT JOIN city_unit unit ON unit.id = one.unit_id
        LEFT JOIN cases_report first ON first.code = one.code
        LEFT JOIN assets_asset asset ON asset.id = one.asset_id
        LEFT JOIN assets_assettype kind ON kind.id = asset.type_id
    WHERE one.city_id = %(city)s AND NOT one.is_confidential AND one.about_unit_id IS NULL
        AND one.about_staff_id IS NULL AND NOT {NOT_COUNTED.format(case="one.id")} AND {{choice}}
)"""  # noqa: S608 - constants
CONTACTS: Final = """
lake_file AS (
    SELECT one.* FROM contacts_contact one WHERE one.city_id = %(city)s AND {choice}
)"""
# An order of a case that stays out stays out, with its costs.
ORDERS: Final = """
lake_file AS (
    SELECT one.id AS order_id, topic.code AS topic, topic.group_code AS topic_group, district.code AS district,
        neighbourhood.code AS neighbourhood, unit.code AS unit, one.urgency, crew.code AS crew,
        kind.code AS asset_type, one.state, one.opened_at, one.started_at, one.street_done_at, one.settled_at,
        one.minutes, one.rule_id, one.contract_id
    FROM fieldwork_workorder one
        LEFT JOIN city_topic topic ON topic.id = one.topic_id
        LEFT JOIN city_neighbourhood neighbourhood ON neighbourhood.id = one.neighbourhood_id
        LEFT JOIN city_district district ON district.id = neighbourhood.district_id
        LEFT JOIN city_unit unit ON unit.id = one.unit_id
        LEFT JOIN fieldwork_crew crew ON crew.id = one.crew_id
        LEFT JOIN assets_asset asset ON asset.id = one.asset_id
        LEFT JOIN assets_assettype kind ON kind.id = asset.type_id
    WHERE one.city_id = %(city)s AND {choice} AND NOT EXISTS (
        SELECT 1 FROM fieldwork_ordercase part JOIN cases_case hidden ON hidden.id = part.case_id
        WHERE part.order_id = one.id AND (
            hidden.is_confidential OR hidden.about_unit_id IS NOT NULL OR hidden.about_staff_id IS NOT NULL
        )
    )
)"""
