"""The questions to PostgreSQL that give the rows of the lake's tables; read only.

Each refers to relations that come before it in one statement (`relations`): the calendar, and the cases, contacts or
orders in question. Parameters: `city` (id), `code` (of the city), `zone` (name of its time zone), `days`, `jalali`,
`closed` (arrays: the calendar), and those of the choice.
"""
