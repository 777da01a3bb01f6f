"""The council and its commissions as Organizations, and its members as Persons with their Memberships."""

from collections.abc import Iterable, Iterator
from typing import Final

from peygir.api.oparl.addresses import COUNCIL, address, organization_key
from peygir.api.oparl.making import Json, OparlMaker, OparlObject
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.planning.oparl_facts import OparlCouncil, OparlStamps
from peygir.people.public_offices import PublicOfficer

COUNCIL_NAME: Final = _("City council")
COMMISSION_NAME: Final = _("Commission “{name}”")
MEMBER: Final = _("Member of the council")
KIND: Final = "Gremium"
"""The standard's word for a body that decides."""


def organizations(maker: OparlMaker, council: OparlCouncil) -> dict[str, OparlObject]:
    """Return the council and its commissions by their keys."""
    keys = [key for row in council.members for key, _stamps, _data in _memberships(maker, row)]
    data: Json = {
        "body": maker.body,
        "name": maker.words(COUNCIL_NAME),
        "organizationType": KIND,
        "membership": [address("membership", key) for key in keys],
        "meeting": address("organization", COUNCIL, "meetings"),
    }
    by_key = {COUNCIL: maker.object(address("organization", COUNCIL), "Organization", council.stamps, data)}
    for row in council.commissions:
        key = organization_key(row.name)
        own: Json = {
            "body": maker.body,
            "name": maker.words(COMMISSION_NAME, name=row.name),
            "shortName": row.name,
            "organizationType": KIND,
            "subOrganizationOf": address("organization", COUNCIL),
            "meeting": address("organization", key, "meetings"),
        }
        by_key[key] = maker.object(address("organization", key), "Organization", row.stamps, own)
    return by_key


def people(maker: OparlMaker, members: Iterable[PublicOfficer]) -> dict[str, OparlObject]:
    """Return the members by their keys, each with the memberships inside."""
    return {str(row.staff_id): _person(maker, row) for row in members}


def memberships(maker: OparlMaker, members: Iterable[PublicOfficer]) -> dict[str, OparlObject]:
    """Return the memberships by their keys, each with its person."""
    return {
        key: _membership(maker, key, stamps, {**data, "person": address("person", row.staff_id)})
        for row in members
        for key, stamps, data in _memberships(maker, row)
    }


def _person(maker: OparlMaker, row: PublicOfficer) -> OparlObject:
    moments = [row.known_since, *(post.recorded_at for post in row.posts)]
    data: Json = {
        "body": maker.body,
        "name": row.name_fa if maker.city.language == "fa" else row.name_en or row.name_fa,
        "status": [maker.words(MEMBER)],
        "membership": [_membership(maker, *parts).data for parts in _memberships(maker, row)],
    }
    stamps = OparlStamps(created=min(moments), modified=max(moments))
    return maker.object(address("person", row.staff_id), "Person", stamps, data)


def _membership(maker: OparlMaker, key: str, stamps: OparlStamps, data: Json) -> OparlObject:
    return maker.object(address("membership", key), "Membership", stamps, data)


def _memberships(maker: OparlMaker, row: PublicOfficer) -> Iterator[tuple[str, OparlStamps, Json]]:
    """The memberships of a person: key, moments and values; one for each post, or one without days."""
    common: Json = {
        "organization": address("organization", COUNCIL),
        "role": maker.words(MEMBER),
        "votingRight": True,
    }
    for post in row.posts:
        days: Json = {"startDate": post.from_on.isoformat()}
        days |= {"endDate": post.to_on.isoformat()} if post.to_on is not None else {}
        moment = post.recorded_at
        yield f"{row.staff_id}-{post.id}", OparlStamps(created=moment, modified=moment), {**common, **days}
    if not row.posts:
        yield str(row.staff_id), OparlStamps(created=row.known_since, modified=row.known_since), common
