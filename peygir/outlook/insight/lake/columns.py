"""The tables of the lake: each column with its type and its meaning. The dictionary in docs/lake.md is made from it."""

from typing import Final

from peygir.outlook.insight.lake.case_columns import CITY, JALALI, TABLES_OF_CASES
from peygir.outlook.insight.lake.shapes import CONTACT, ORDER, columns, table

_ORDER_ID: Final = columns("order_id int64: number of the work order in the database")
_OF_ORDER: Final = columns("""
    topic string: code of the topic of the work
    topic_group string: code of the topic's group
    district string: code of the district of the order's neighbourhood
    neighbourhood string: code of the neighbourhood
    unit string: code of the unit whose order it is
    urgency string: the highest of its cases
    crew string: code of the crew
    asset_type string: code of the type of the asset
""")

CONTACTS: Final = table(
    "contact",
    "One row for each contact of the centre. Its moment: when it began.",
    CONTACT,
    "contact_id",
    CITY,
    columns("contact_id int64: number of the contact in the database"),
    JALALI,
    columns("""
    came_by string: its channel
    direction string: in or out
    line string: the number of the city that was called; empty for calls out
    queue string: the queue that it waited in
    outcome string: what came of it; empty until it is recorded
    article string: code of the article it was answered with
    is_answered int64: 1 if somebody answered it
    wait_seconds int64: how long it waited
    talk_seconds int64: how long it lasted once it was answered
    is_prank int64: 1 if the operator called it a prank
    reports int64: how many reports came of it
"""),
)
ORDERS: Final = table(
    "order",
    "One row for each work order. Its moment: when it was made.",
    ORDER,
    "order_id",
    CITY,
    _ORDER_ID,
    _OF_ORDER,
    JALALI,
    columns("""
    state string: its state
    cases int64: how many cases it has
    is_maintenance int64: 1 if a maintenance rule made it
    is_by_contract int64: 1 if a contractor has it
    planned_minutes int64: the time of work that was expected
    worked_minutes int64: from the beginning of work in the street to its end
    minutes_to_settle int64: from its making until its costs were settled
"""),
)
COSTS: Final = table(
    "cost",
    "One row for each cost line of a work order that was not withdrawn. Its moment: the day of the spending.",
    ORDER,
    "order_id number",
    CITY,
    _ORDER_ID,
    _OF_ORDER,
    JALALI,
    columns("""
    number int64: place among the lines of the order, from 1
    kind string: kind of the cost
    currency string: code of the currency
    amount int64: in the smallest unit of the currency
    is_correction int64: 1 if it corrects a line of a settled order
    check_state string: how the check of the line ended
"""),
)
DAYS: Final = table("day", "Every day from the first of the lake on, with its keys.", "", "day", CITY, JALALI)
TOPICS: Final = table(
    "topic",
    "The topics, each as it was valid last.",
    "",
    "topic",
    CITY,
    columns("""
    topic string: its code
    name_fa string: its name
    name_en string: its name
    topic_group string: code of its group
    group_fa string: name of the group
    group_en string: name of the group
"""),
)
_NAMES: Final = columns("""
    name_fa string: its name
    name_en string: its name
""")
DISTRICTS: Final = table(
    "district", "The districts.", "", "district", CITY, columns("district string: its code"), _NAMES
)
NEIGHBOURHOODS: Final = table(
    "neighbourhood",
    "The neighbourhoods.",
    "",
    "neighbourhood",
    CITY,
    columns("neighbourhood string: its code"),
    _NAMES,
    columns("district string: code of its district"),
)
UNITS: Final = table(
    "unit",
    "The units.",
    "",
    "unit",
    CITY,
    columns("unit string: its code"),
    _NAMES,
    columns("""
    kind string: its kind
    parent string: code of the unit above it
"""),
)
AGENCIES: Final = table(
    "agency",
    "The agencies outside the municipality.",
    "",
    "agency",
    CITY,
    columns("agency string: its code"),
    _NAMES,
)
TABLES: Final = (
    *TABLES_OF_CASES,
    CONTACTS,
    ORDERS,
    COSTS,
    DAYS,
    TOPICS,
    DISTRICTS,
    NEIGHBOURHOODS,
    UNITS,
    AGENCIES,
)
BY_NAME: Final = {one.name: one for one in TABLES}
FACTS: Final = tuple(one for one in TABLES if one.subject)
"""The tables in partitions."""
NAMES: Final = tuple(one for one in TABLES if not one.subject)
"""The small tables that are written as a whole."""
