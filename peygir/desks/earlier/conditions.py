"""Which cases of an earlier system do not count, as a condition in SQL."""

from typing import Final

NOT_COUNTED: Final = """
EXISTS (
    SELECT 1 FROM earlier_earliernumber old WHERE old.case_id = {case} AND NOT EXISTS (
        SELECT 1 FROM earlier_earliersystem known
        WHERE known.city_id = %(city)s AND known.source = old.source AND known.is_counted
    )
)"""
"""A condition on a case's id in SQL, with the parameter `city`: for the questions of the lake and of marks."""
