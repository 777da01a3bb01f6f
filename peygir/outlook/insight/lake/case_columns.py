"""The tables of the lake whose rows belong to cases: each column with its type and its meaning."""

from typing import Final

from peygir.outlook.insight.lake.shapes import CASE, columns, table

CITY: Final = columns("city string: code of the city")
"""The first column of every table, so that the lakes of several cities can be read as one."""
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

CASES: Final = table(
    "case",
    "One row for each case. Its moment: when it was opened.",
    CASE,
    "case_id",
    CITY,
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
    CITY,
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
    CITY,
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
PAUSES: Final = table(
    "pause",
    "One row for each time that the clock of a case's promises stood. Its moment: when it began to stand.",
    CASE,
    "case_id number",
    CITY,
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: number of the event that put the case on wait
    reason string: citizen, agency or weather
    is_over int64: 1 if the clock runs again
    minutes int64: for how long it stood; empty while it stands
    worked_minutes int64: the working time in it, by which promises of working time moved; empty while it stands
"""),
)
REFERRALS: Final = table(
    "referral",
    "One row for each referral of a case to an agency outside the municipality. Its moment: when it was sent.",
    CASE,
    "case_id number",
    CITY,
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: number of the event that recorded it
    agency string: code of the agency
    means string: phone, letter, system or sms
    reminders int64: how often the agency was reminded
    is_answered int64: 1 if the agency answered
    is_over int64: 1 if the case left the agency without an answer
    minutes_to_answer int64: from its sending until the answer; empty without one
"""),
)
SURVEYS: Final = table(
    "survey",
    "One row for each citizen drawn to be asked how a closed case ended. Its moment: when it was planned to ask.",
    CASE,
    "case_id number",
    CITY,
    _ID,
    OF_CASE,
    JALALI,
    columns("""
    number int64: place among the surveys of the case, from 1
    why string: why the case was drawn: urgent, objected or random
    way string: how the citizen is asked: call, sms or voice
    state string: open, answered, unreached or overtaken
    answer string: what the citizen said; empty without an answer
    answered_by string: the channel of the answer; empty without one
    tries int64: how often a call reached nobody
    minutes_after int64: minutes since it was planned until it ended; empty while it is open
"""),
)
MESSAGES: Final = table(
    "message",
    "Messages about a case, counted by day, kind, channel and state. Its moment: the day on which they were made.",
    CASE,
    "case_id day kind sent_by state delivery",
    CITY,
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
    CITY,
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
    CITY,
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
    CITY,
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
TABLES_OF_CASES: Final = (
    CASES,
    REPORTS,
    PROMISES,
    PAUSES,
    REFERRALS,
    MESSAGES,
    VERDICTS,
    SURVEYS,
    INSPECTIONS,
    EVENTS,
)
