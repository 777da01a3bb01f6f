"""Adds people to a domain of Samba, by its own modules: a script for the Python of the system."""

import sys

from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB


def main(config: str, ou: str, number: str, group: str) -> None:
    """So many people in a place, and a group of all of them."""
    settings = LoadParm()
    settings.load(config)
    domain = SamDB(lp=settings, session_info=system_session())
    people = [f"CN=many-{one:04},{ou}" for one in range(int(number))]
    domain.transaction_start()
    for one, dn in enumerate(people):
        values = {"objectClass": "user", "sAMAccountName": f"many-{one:04}", "userAccountControl": "544"}
        domain.add({"dn": dn, **values})
    domain.add({"dn": group, "objectClass": "group", "member": people})
    domain.transaction_commit()


main(*sys.argv[1:])
