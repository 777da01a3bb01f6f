"""All objects of OParl of a city, made once for a state of its data and kept in the memory of the process."""

from collections.abc import Mapping
from threading import Lock
from typing import Final

from peygir.api.oparl.addresses import COUNCIL, address, organization_key, page_address, type_of
from peygir.api.oparl.making import Json, OparlMaker, OparlObject
from peygir.api.oparl.meetings import OparlMeetings
from peygir.api.oparl.members import memberships, organizations, people
from peygir.city import queries as city
from peygir.city.facts import CityFacts
from peygir.outlook.planning.oparl_facts import OparlCouncil
from peygir.outlook.planning.oparl_queries import oparl_council
from peygir.outlook.planning.public_stamp import plans_stamp
from peygir.people.public_offices import offices_stamp

BODY_LISTS: Final = {
    "organization": "organizations",
    "person": "people",
    "meeting": "meetings",
    "paper": "papers",
    "agendaItem": "agendaitems",
    "consultation": "consultations",
    "file": "files",
    "locationList": "locations",
    "membership": "memberships",
}
"""The property of the body that leads to each list."""
Stamp = tuple[int, bytes, tuple[int, bytes], object]


class OparlObjects:
    """The system, the body, and every list: the key of an object → the object, in a lasting order."""

    def __init__(self, city_facts: CityFacts, council: OparlCouncil) -> None:
        maker = OparlMaker(city_facts)
        made = OparlMeetings(maker, council)
        self.system: Json = {
            "id": address(),
            "type": type_of("System"),
            "oparlVersion": type_of(""),
            "body": address("bodies"),
            "name": f"Peygir · {city_facts.name_fa}",
            "website": page_address("/"),
            **maker.moments(council.stamps),
        }
        own: Json = {
            "system": address(),
            "name": city_facts.name_fa,
            "website": page_address("/"),
            "legislativeTerm": [],
            "mainOrganization": address("organization", COUNCIL),
            **{name: address("body", city_facts.code, part) for name, part in BODY_LISTS.items()},
        }
        self.body = maker.object(maker.body, "Body", council.stamps, own)
        consulted = [item for item in council.items if item.paper_id is not None]
        packs = {f"meeting-{row.id}": made.meeting_file(row, is_alone=True) for row in council.meetings}
        texts = {f"paper-{row.id}": made.paper_file(row, is_alone=True) for row in council.papers}
        self.lists: Mapping[str, Mapping[str, OparlObject]] = {
            "organizations": organizations(maker, council),
            "people": people(maker, council.members),
            "memberships": memberships(maker, council.members),
            "meetings": {str(row.id): made.meeting(row) for row in council.meetings},
            "agendaitems": {str(row.id): made.item(row, is_alone=True) for row in council.items},
            "papers": {str(row.id): made.paper(row) for row in council.papers},
            "consultations": {str(row.id): made.consultation(row, is_alone=True) for row in consulted},
            "files": packs | texts,
            "locations": {str(row.id): made.location(row, is_alone=True) for row in council.meetings if row.place},
        }
        # The sessions of each organization, which has a list of its own.
        self.meetings_of: dict[str, list[OparlObject]] = {}
        for row in council.meetings:
            own_list = self.meetings_of.setdefault(organization_key(row.commission), [])
            own_list.append(self.lists["meetings"][str(row.id)])


class _KeptObjects:
    """The objects of the last state of each city that was asked for; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[str, tuple[Stamp, OparlObjects]] = {}

    def objects(self, city_facts: CityFacts) -> OparlObjects:
        """Return the objects of a city; two statements while nothing has changed."""
        city_id = city_facts.id
        stamp = (city_id, plans_stamp(city_id), city.stamp_of(city_id), offices_stamp())
        with self._lock:
            kept = self._made.get(city_facts.code)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        made = OparlObjects(city_facts, oparl_council(city_id))
        with self._lock:
            self._made[city_facts.code] = (stamp, made)
        return made


KEPT: Final = _KeptObjects()
