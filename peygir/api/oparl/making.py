"""Makes objects of OParl: texts in the city's language, moments to the second, no empty values, gone ones deleted."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from peygir.api.oparl.addresses import address, moment_text, type_of
from peygir.city.facts import CityFacts
from peygir.core.translation import Text
from peygir.outlook.planning.oparl_facts import OparlStamps

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class OparlObject:
    """One object: when it was made and changed (to the second), whether it is gone, and its values as JSON."""

    created: datetime
    modified: datetime
    is_deleted: bool
    data: Json


class OparlMaker:
    """Makes the objects of one city."""

    def __init__(self, city_facts: CityFacts) -> None:
        self.city, self.zone = city_facts, ZoneInfo(city_facts.time_zone)

    @property
    def body(self) -> str:
        """The id of the body."""
        return address("body", self.city.code)

    def words(self, text: Text, **values: object) -> str:
        """Return a text in the language of the city."""
        return text.filled(values).in_language(self.city.language)

    def moments(self, stamps: OparlStamps) -> Json:
        """Return `created` and `modified`."""
        return {"created": moment_text(stamps.created, self.zone), "modified": moment_text(stamps.modified, self.zone)}

    def object(self, id_: str, type_: str, stamps: OparlStamps, data: Json) -> OparlObject:
        """Return an object; of one that is gone id, type and moments alone. Empty values are left out.

        The standard asks for one list even if it is empty: the legislative terms of a body.
        """
        head: Json = {"id": id_, "type": type_of(type_)}
        if stamps.is_deleted:
            values = {**head, **self.moments(stamps), "deleted": True}
        else:
            kept = {key: value for key, value in data.items() if value or value in (False, 0)}
            needed: Json = {"legislativeTerm": data["legislativeTerm"]} if "legislativeTerm" in data else {}
            values = {**head, **kept, **needed, **self.moments(stamps)}
        created, modified = (moment.replace(microsecond=0) for moment in (stamps.created, stamps.modified))
        return OparlObject(created, modified, stamps.is_deleted, values)
