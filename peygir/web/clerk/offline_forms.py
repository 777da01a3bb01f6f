"""Which forms of a case's page a phone keeps as commands while there is no connection."""

import json
from functools import cache
from typing import Final

from peygir.cases.commands import BY_COMMAND, FIELDS

# What a phone can enter without asking the server: no ids of lists that change, and no days, which the server reads.
_FIELDS: Final = frozenset({"note", "form", "photo", "return_reason", "close_kind"})


@cache
def offline_keys(verb: str) -> str:
    """Return the keys of a command by the fields of its form, as JSON; "" if the form needs a connection."""
    fields = BY_COMMAND[verb].fields
    if not _FIELDS.issuperset(fields):
        return ""
    return json.dumps({name: FIELDS[name].key for name in fields if name != "photo"})
