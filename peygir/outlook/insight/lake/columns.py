"""The tables of the lake: each column with its type and its meaning. The dictionary in docs/lake.md is made from it."""

from typing import Final

from peygir.outlook.insight.lake.shapes import CASE, CONTACT, ORDER, columns, table

JALALI: Final = columns("""
    day date: the day in the city's time zone
    jalali_day int64: the same day in the Iranian calendar, as 14050903
    ten_day int64: the ten days of the month: 1405091, 1405092 or 1405093 (from the 21st on)
    month int64: the month, as 140509
    season int64: the season, as 14051 (spring) to 14054 (winter)
    year int64: the year, which begins on 1 Farvardin; also the fiscal year
    hour_of_week int64: 0 to 167 from Saturday 00:00; empty where only the day is known
    is_holiday int64: 1 if the city's offices were closed on that day, Fridays included
""")
"""The keys of a row's own moment in the Iranian calendar."""
OF_CASE: Final = columns("""
    topic string: code of the topic, as it is now
    topic_group string: code of the topic's group
    district string: code of the district
    neighbourhood string: code of the neighbourhood
    cell_7 int64: H3 cell at resolution 7 (about 5 km²); empty without a point
    cell_8 int64: H3 cell at resolution 8 (about 0.7 km²); the finest place that is kept
    unit string: code of the unit that has the case, or had it last
    urgency string: N normal, U urgent, E emergency
    channel string: by which channel the first report came
    asset_type string: code of the type of the asset that it is about
""")
"""What a case is about; every row of a case repeats it."""
_ID: Final = columns("case_id int64: number of the case in the database; who may see the case finds it by this")
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

CASES: Final = table(
    "case",
    "One row for each case. Its moment: when it was opened.",
    CASE,
    "case_id",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    opened_at timestamp: when it was opened
    state string: its state
    close_kind string: how it was closed; empty while it is not
    reports int64: how many reports it has
    returns int64: how often a unit gave it back
    minutes_to_finish int64: from its opening until work was first called done
    minutes_to_close int64: from its opening until it was closed
    finished int64: how often work was called done
    reopened int64: how often it was opened again
"""),
)
REPORTS: Final = table(
    "report",
    "One row for each report, without words. Its moment: when it was received.",
    CASE,
    "case_id number",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: place among the reports of the case, from 1
    said_by string: the channel of this report
    language string: language of the reporter
    proof string: how the phone was proven; empty if it was not
    photos int64: how many photos came with it
    minutes_after int64: minutes since the case was opened
"""),
)
PROMISES: Final = table(
    "promise",
    "One row for each promise. Its moment: when it is due.",
    CASE,
    "case_id number",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: place among the promises of the case, from 1
    kind string: ack (to take it up), visit or finish
    clock string: C calendar, B working time
    is_first int64: 1 if it is the first of its kind in the case
    promised_minutes int64: from the case's opening until it was due, as given
    paused_minutes int64: by how much pauses and grants moved it
    is_kept int64: 1 if it was kept, in time or late
    minutes_late int64: how long after it was due it was kept; negative before, empty if it was not
    is_broken int64: 1 if its due time passed before it was kept
    is_over int64: 1 if it counts no longer: the case was merged, withdrawn or is about something else
"""),
)
MESSAGES: Final = table(
    "message",
    "Messages about a case, counted by day, kind, channel and state. Its moment: the day on which they were made.",
    CASE,
    "case_id day kind sent_by state delivery",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    kind string: what it says
    sent_by string: sms, mail or chat
    state string: how far it came
    delivery string: what the provider said of its arrival
    messages int64: how many
    parts int64: how many parts they were charged as
    cost int64: what they cost, in rials, as far as it is known
"""),
)
VERDICTS: Final = table(
    "verdict",
    "One row for each answer of a reporter to the question whether it is fixed. Its moment: when it came.",
    CASE,
    "case_id number place",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: number of the event that the question is about
    place int64: place among the answers to that question, from 1
    answered_by string: the channel of the answer
    is_fixed int64: 1 if the reporter says that it is fixed
    minutes_after int64: minutes since the question was asked
"""),
)
INSPECTIONS: Final = table(
    "inspection",
    "One row for each inspection. Its moment: when it was seen.",
    CASE,
    "case_id number",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: number of the event that recorded it
    finding string: what was found
    is_drawn int64: 1 if the lot had drawn it
    chance int64: the chance of being drawn, in millionths; empty if it was not drawn
    objection string: how the unit's objection ended; empty without one
"""),
)
EVENTS: Final = table(
    "event",
    "One row for each event of a case, without its values. Its moment: when it happened.",
    CASE,
    "case_id number",
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: place in the case's history
    kind string: kind of the event, as in docs/events.md
    actor string: who did it, by kind: staff, citizen, system, and so on; never which person
    minutes_after int64: minutes since the case was opened
"""),
)
CONTACTS: Final = table(
    "contact",
    "One row for each contact of the centre. Its moment: when it began.",
    CONTACT,
    "contact_id",
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
DAYS: Final = table("day", "Every day from the first of the lake on, with its keys.", "", "day", JALALI)
TOPICS: Final = table(
    "topic",
    "The topics, each as it was valid last.",
    "",
    "topic",
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
DISTRICTS: Final = table("district", "The districts.", "", "district", columns("district string: its code"), _NAMES)
NEIGHBOURHOODS: Final = table(
    "neighbourhood",
    "The neighbourhoods.",
    "",
    "neighbourhood",
    columns("neighbourhood string: its code"),
    _NAMES,
    columns("district string: code of its district"),
)
UNITS: Final = table(
    "unit",
    "The units.",
    "",
    "unit",
    columns("unit string: its code"),
    _NAMES,
    columns("""
    kind string: its kind
    parent string: code of the unit above it
"""),
)
TABLES: Final = (
    CASES,
    REPORTS,
    PROMISES,
    MESSAGES,
    VERDICTS,
    INSPECTIONS,
    EVENTS,
    CONTACTS,
    ORDERS,
    COSTS,
    DAYS,
    TOPICS,
    DISTRICTS,
    NEIGHBOURHOODS,
    UNITS,
)
BY_NAME: Final = {one.name: one for one in TABLES}
FACTS: Final = tuple(one for one in TABLES if one.subject)
"""The tables in partitions."""
NAMES: Final = tuple(one for one in TABLES if not one.subject)
"""The small tables that are written as a whole."""
