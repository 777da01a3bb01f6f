"""The questions whose rows belong to contacts and work orders, and those of the tables of names."""

from typing import Final

from peygir.outlook.insight.lake.selecting.relations import KEYS_OF_DAY, keys, minutes, on_day

CONTACT: Final = f"""
SELECT file.id AS contact_id, {keys("file.began_at")}, file.channel AS came_by, file.direction,
    CASE WHEN file.direction = 'in' THEN file.line ELSE '' END AS line, file.queue,
    file.outcome, file.article, (file.answered_at IS NOT NULL)::int AS is_answered, file.wait_seconds,
    file.seconds AS talk_seconds, file.is_prank::int AS is_prank,
    (SELECT count(*) FROM contacts_contactreport part WHERE part.contact_id = file.id) AS reports
FROM lake_file file {on_day("file.began_at")}
"""  # noqa: S608 - constants
_OF: Final = """file.order_id, file.topic, file.topic_group, file.district, file.neighbourhood, file.unit, file.urgency,
    file.crew, file.asset_type"""
ORDER: Final = f"""
SELECT {_OF}, {keys("file.opened_at")}, file.state,
    (SELECT count(*) FROM fieldwork_ordercase part WHERE part.order_id = file.order_id) AS cases,
    (file.rule_id IS NOT NULL)::int AS is_maintenance, (file.contract_id IS NOT NULL)::int AS is_by_contract,
    file.minutes AS planned_minutes, {minutes("file.started_at", "file.street_done_at")} AS worked_minutes,
    {minutes("file.opened_at", "file.settled_at")} AS minutes_to_settle
FROM lake_file file {on_day("file.opened_at")}
"""  # noqa: S608 - constants
COST: Final = f"""
SELECT {_OF}, {KEYS_OF_DAY}, row_number() OVER (PARTITION BY line.order_id ORDER BY line.id) AS number, line.kind,
    currency.code AS currency, line.amount, line.is_correction::int AS is_correction, line.check_state
FROM lake_file file JOIN fieldwork_costline line ON line.order_id = file.order_id AND line.withdrawn_at IS NULL
    JOIN fieldwork_currency currency ON currency.id = line.currency_id
    JOIN lake_calendar calendar ON calendar.day = line.spent_on
"""  # noqa: S608 - constants

DAY: Final = f"SELECT {KEYS_OF_DAY} FROM lake_calendar calendar"  # noqa: S608 - constants
TOPIC: Final = """
SELECT DISTINCT ON (code) code AS topic, name_fa, name_en, group_code AS topic_group, group_fa, group_en
FROM city_topic WHERE city_id = %(city)s ORDER BY code, valid_from DESC
"""
DISTRICT: Final = """
SELECT DISTINCT ON (code) code AS district, name_fa, name_en
FROM city_district WHERE city_id = %(city)s ORDER BY code, valid_from DESC
"""
NEIGHBOURHOOD: Final = """
SELECT DISTINCT ON (one.code) one.code AS neighbourhood, one.name_fa, one.name_en, district.code AS district
FROM city_neighbourhood one JOIN city_district district ON district.id = one.district_id
WHERE one.city_id = %(city)s ORDER BY one.code, one.valid_from DESC
"""
UNIT: Final = """
SELECT DISTINCT ON (one.code) one.code AS unit, one.name_fa, one.name_en, one.kind, above.code AS parent
FROM city_unit one LEFT JOIN city_unit above ON above.id = one.parent_id
WHERE one.city_id = %(city)s ORDER BY one.code, one.valid_from DESC
"""
AGENCY: Final = """
SELECT DISTINCT ON (code) code AS agency, name_fa, name_en
FROM city_agency WHERE city_id = %(city)s ORDER BY code, valid_from DESC
"""
