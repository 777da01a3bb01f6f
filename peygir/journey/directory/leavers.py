"""Locks out who has left: every two minutes the directory is asked about everybody who signs in by it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from peygir.core.refusals import Refusal
from peygir.gateways import ldap
from peygir.gateways.directory_settings import LdapSettings
from peygir.gateways.ldap_people import DirectoryPerson, is_id
from peygir.people.actions.leavers import close_leaver, see_groups, see_people
from peygir.people.directory_links import LinkLine, links_to_check
from peygir.people.sign_in_rules import DirectorySource, is_too_many

GONE: Final = "gone"
LISTED: Final = "listed"
_log = logging.getLogger("peygir.journey.directory.leavers")


def check_leavers(now: datetime) -> int:
    """Ask the directory about each linked account that it was not asked about lately. Returns how many were closed.

    Raises DirectoryIsAway, DirectoryRefusesUs: then nobody is closed, and the next round asks again; while their groups
    are read, whoever has left is closed already.
    """
    if settings.LDAP is None:
        return 0
    every = timedelta(seconds=settings.LEAVERS_SECONDS)
    waiting = links_to_check(DirectorySource.LDAP, seen_before=now - every)
    links = [link for link in waiting if is_id(settings.LDAP, link.subject)]
    if len(links) < len(waiting):  # of a directory of another kind: nothing follows about these people
        _log.error("links_not_of_directory", extra={"number": len(waiting) - len(links)})
    if not links:
        return 0
    people = ldap.people_by_id(settings.LDAP, [link.subject for link in links])
    why = {link.id: people[link.subject].why_not if link.subject in people else GONE for link in links}
    staying = [link for link in links if not why[link.id]]
    see_people(link.id for link in staying)
    # Before the groups, which take the directory many times as long.
    closed = close_leavers({link_id: reason for link_id, reason in why.items() if reason}, of=len(links))
    _follow_all(settings.LDAP, [link for link in staying if link.follows], people)
    return closed


def _follow_all(directory: LdapSettings, links: Sequence[LinkLine], people: Mapping[str, DirectoryPerson]) -> None:
    """Bring the accounts of these people in step with the groups that they have now.

    Groups name their members by the place of the entry: whose entry was moved meanwhile is left to the next round.
    """
    if not links:
        return
    groups = ldap.groups_of_people(directory, [people[link.subject] for link in links])
    changed = [link for link in links if set(groups[link.subject]) != set(link.groups)]
    now = ldap.people_by_id(directory, [link.subject for link in changed]) if changed else {}
    for link in changed:
        if link.subject in now and now[link.subject].dn == people[link.subject].dn:
            follow(link.id, groups[link.subject])


def close_leavers(why: dict[int, str], *, of: int) -> int:
    """Close the accounts behind these links, each with its reason; returns how many were closed.

    If the directory claims that more than half of the `of` it was asked about have left, its answer is not believed.
    """
    if is_too_many(len(why), of):
        _log.error("leavers_not_believed", extra={"number": len(why)})
        return 0
    closed = 0
    for link_id, reason in why.items():
        try:
            closed += close_leaver(link_id, why=reason)
        except Refusal as refusal:  # the last administrator, or the last of the highest roles
            _log.error("leaver_not_closed", extra={"number": link_id, "words": refusal.name})
    return closed


def follow(link_id: int, groups: Sequence[str]) -> None:
    """Bring an account in step with its groups; what refuses that (the last administrator) is logged."""
    try:
        see_groups(link_id, groups)
    except Refusal as refusal:
        _log.warning("groups_not_followed", extra={"number": link_id, "words": refusal.name})
