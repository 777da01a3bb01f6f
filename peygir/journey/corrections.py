"""Corrections of published figures: two people decide one, and the night publishes it as another version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from peygir.city import queries as city
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.journey.lake import lake_folder
from peygir.journey.open_data import publish_month
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.lake.manifest import read_manifest
from peygir.outlook.insight.lake.shapes import VERSION
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.words import VersionReason
from peygir.people.actions.two_person_changes import note_carried_out, propose_change
from peygir.people.change_kinds import LONGEST_WHY, TwoPersonKind
from peygir.people.rules import CLOCK, Actor
from peygir.people.two_person_queries import changes_to_carry_out

LANGUAGES: Final = ("fa", "en")
"""Those in which a correction says what was wrong; pages in another language show the nearest of them."""


class NothingToCorrect(Conflict):
    """A correction is proposed for a month of which nothing is published."""

    message = _("Nothing of this month is published, so there is nothing to correct.")


class CorrectionWordsAreMissing(Invalid):
    """A correction does not say in both languages what was wrong."""

    message = _("Say in Persian and in English what was wrong; everybody reads it beside the new version.")


def propose_correction(city_id: int, month: int, *, reasons: Mapping[str, str], by: Actor) -> int:
    """Propose to count a published month (140503) again, with what was wrong by language; returns the proposal's id.

    Raises NothingToCorrect, CorrectionWordsAreMissing, what `propose_change` does.
    """
    version = _newest(city_id, month)
    if version is None:
        raise NothingToCorrect()
    clean = {name: " ".join(plain(reasons.get(name, "")).split())[:LONGEST_WHY] for name in LANGUAGES}
    if not all(map(says_something, clean.values())):
        raise CorrectionWordsAreMissing()
    content = {"month": month, "version": version.number, "words": clean}
    return propose_change(city_id, TwoPersonKind.CORRECTION, version.code, content, why=clean["fa"], by=by)


def publish_corrections(city_id: int) -> list[tuple[int, int]]:
    """Publish the corrections that two people agreed on; returns their months with the numbers of the versions.

    One waits for a lake that was written after its confirmation, so that what was put right before is counted. A second
    time it does nothing.
    """
    manifest = read_manifest(lake_folder())
    if manifest is None or manifest.version != VERSION:
        return []
    made = []
    for change in changes_to_carry_out(city_id, TwoPersonKind.CORRECTION):
        assert change.decided_at is not None
        if datetime.fromisoformat(manifest.as_of) <= change.decided_at:
            continue
        month, correction = int(str(change.content["month"])), change.content["words"]
        assert isinstance(correction, dict)
        if _version_of(city_id, month, change.id) is None:
            facts = city.city_by_id(city_id)
            publish_month(facts, month, VersionReason.CORRECTED, correction=correction, proposal=change.id)
        version = _version_of(city_id, month, change.id)
        assert version is not None
        note_carried_out(city_id, change.id, result=f"{version.code} v{version.number}", by=CLOCK)
        made.append((month, version.number))
    return made


def _newest(city_id: int, month: int) -> PublicationFacts | None:
    versions = published.versions_of_month(city_id, month)
    return versions[0] if versions else None


def _version_of(city_id: int, month: int, proposal: int) -> PublicationFacts | None:
    """The version that a proposal made, if a run before this one was ended after it."""
    versions = published.versions_of_month(city_id, month)
    return next((one for one in versions if one.about.get("proposal") == proposal), None)
