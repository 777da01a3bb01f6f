"""How a load writes landmarks, collection days, planned works, seasons and escalation steps.

A table that the load does not contain is left alone. What people did in the product (works of units, seasons that
they started or lifted) stays: a load changes only what an earlier file wrote.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peygir.city import local_knowledge_values
from peygir.city.actions.keeping import own_rows
from peygir.city.actions.writing import Writing, turned
from peygir.city.desk_rules import DESK
from peygir.city.loading import Ids, Says
from peygir.city.models import (
    CityText,
    CollectionDay,
    EscalationLevel,
    Landmark,
    PlannedWork,
    Season,
    SeasonRun,
    TopicAttribute,
)
from peygir.city.rules import DesiredVersion
from peygir.core import clock


class LocalKnowledgeWriting(Writing):
    """The part of a load that writes the local knowledge, after districts and topics."""

    def write_lore(self, topics: Ids, units: Ids) -> None:
        """Write the seven tables, each only if the load contains it."""
        if self.rows.landmarks is not None:
            self._landmarks()
        if self.rows.collection is not None:
            self._collection()
        if self.rows.works is not None:
            self._works(units)
        if self.rows.seasons is not None:
            self._seasons(units)
        if self.rows.ladder is not None:
            self._ladder(topics, units)
        if self.rows.attributes is not None:
            self._attributes(topics)
        if self.rows.texts is not None:
            self._texts()

    def _landmarks(self) -> None:
        wanted_versions = {
            row.code: DesiredVersion(local_knowledge_values.landmark_says(row)) for row in self.rows.landmarks or ()
        }
        self.versions(
            Landmark,
            Landmark.objects.filter(city=self.city),
            lambda row: str(row.code),
            wanted_versions,
            lambda code: {"city": self.city, "code": code},
        )

    def _collection(self) -> None:
        wanted_versions = {
            (row.neighbourhood, row.kind): DesiredVersion(local_knowledge_values.collection_says(row))
            for row in self.rows.collection or ()
        }
        self.versions(
            CollectionDay,
            CollectionDay.objects.filter(city=self.city),
            lambda row: (str(row.neighbourhood_code), str(row.kind)),
            wanted_versions,
            lambda key: {"city": self.city, "neighbourhood_code": key[0], "kind": key[1]},
            lambda key: f"{key[0] or '*'} × {key[1]}",
        )

    def _ladder(self, topics: Ids, units: Ids) -> None:
        wanted_versions = {
            (topics.get(row.topic), units.get(row.unit), int(row.percent or 0)): DesiredVersion(
                {"audience": row.audience, "source": "csv"}
            )
            for row in self.rows.ladder or ()
        }
        wanted_versions = self._with_decided_ladders(wanted_versions)
        topic_codes, unit_codes = turned(topics), turned(units)
        self.versions(
            EscalationLevel,
            EscalationLevel.objects.filter(city=self.city, urgency=""),
            lambda row: (row.topic_id, row.unit_id, int(row.percent)),
            wanted_versions,
            lambda key: {"city": self.city, "topic_id": key[0], "unit_id": key[1], "percent": key[2]},
            lambda key: f"{topic_codes.get(key[0] or 0, '*')} × {unit_codes.get(key[1] or 0, '*')} × {key[2]}",
        )

    def _with_decided_ladders(self, wanted_versions: dict[Any, DesiredVersion]) -> dict[Any, DesiredVersion]:
        """Decided escalation steps override the files' steps for the same topic and unit as a whole."""
        decided = EscalationLevel.objects.filter(city=self.city, urgency="", valid_to=None, source=DESK)
        whose = set(decided.values_list("topic_id", "unit_id"))
        kept = {key: want for key, want in wanted_versions.items() if key[:2] not in whose}
        standing = EscalationLevel.objects.filter(city=self.city, urgency="", valid_to=None)
        for row in standing:
            if (row.topic_id, row.unit_id) in whose:
                says = {"audience": row.audience, "source": row.source}
                kept[row.topic_id, row.unit_id, int(row.percent)] = DesiredVersion(says)
        return kept

    def _attributes(self, topics: Ids) -> None:
        codes = turned(topics)
        wanted_versions = {
            (topics[row.topic], row.code): DesiredVersion(local_knowledge_values.attribute_says(row))
            for row in self.rows.attributes or ()
        }
        self.versions(
            TopicAttribute,
            TopicAttribute.objects.filter(topic__city=self.city),
            lambda row: (int(row.topic_id), str(row.code)),
            wanted_versions,
            lambda key: {"topic_id": key[0], "code": key[1]},
            lambda key: f"{codes[key[0]]} × {key[1]}",
        )

    def _texts(self) -> None:
        self.versions(
            CityText,
            CityText.objects.filter(city=self.city),
            lambda row: (str(row.kind), str(row.code), str(row.field), str(row.language)),
            {row.key: DesiredVersion({"text": row.text}) for row in self.rows.texts or ()},
            lambda key: {"city": self.city, **dict(zip(("kind", "code", "field", "language"), key, strict=True))},
            " × ".join,
        )

    def _works(self, units: Ids) -> None:
        """Write the file's works by code: changed in place; a work that vanished before its end is ended now."""
        now, zone = clock.now(), self.city.time_zone
        there = {row.code: row for row in PlannedWork.objects.filter(city=self.city, source=PlannedWork.WorkSource.CSV)}
        stands = {"ended_at": None, "is_taken_back": False}
        wanted_works: dict[str, Says] = {
            row.code: {**local_knowledge_values.work_says(row, units, zone), **stands} for row in self.rows.works or ()
        }
        for code, says in wanted_works.items():
            fixed = {"city": self.city, "code": code, "source": PlannedWork.WorkSource.CSV}
            row = there.get(code)
            if row is None:
                self.tell("plannedwork", code, "added")
                PlannedWork(**fixed, **says).save(force_insert=True)
            elif row.ended_at is None or row.is_taken_back or row.ends_at != says["ends_at"]:
                self._set("plannedwork", code, row, says)
            # A work that a person ended stays ended, unless the file gives it another end.
        for code, row in there.items():
            if code not in wanted_works and row.ended_at is None and row.ends_at > now:
                self.tell("plannedwork", code, "closed")
                row.ended_at, row.is_taken_back = now, True
                row.save(update_fields=["ended_at", "is_taken_back"])
        self.counts["plannedwork"] = len(wanted_works)

    def _set(self, table: str, code: str, row: Any, says: Says) -> None:
        before = {name: getattr(row, name) for name in says}
        if before == says:
            return
        self.tell(table, code, "changed" if before["ended_at"] is None else "reopened", before, says)
        for name, value in says.items():
            setattr(row, name, value)
        row.save(update_fields=list(says))

    def _seasons(self, units: Ids) -> None:
        rows = self.rows.seasons or ()
        own = own_rows(Season, self.city, [row.code for row in rows])
        ids = self.identities(Season, rows, lambda row, _: local_knowledge_values.season_says(row, units), own)
        runs = {row.code: local_knowledge_values.run_of(row, self.city.time_zone) for row in rows}
        for code, season_id in ids.items():
            self._run(code, season_id, runs)

    def _run(self, code: str, season_id: int, runs: Mapping[str, tuple[datetime, datetime] | None]) -> None:
        """Make the season's own run from the file equal to the file's; past runs stay."""
        now, wanted_run = clock.now(), runs.get(code)
        own = SeasonRun.objects.filter(season_id=season_id, source=SeasonRun.RunSource.CSV)
        if (
            wanted_run is not None
            and own.filter(begins_at=wanted_run[0], ends_at=wanted_run[1], is_taken_back=False).exists()
        ):
            # A run that a person lifted stays lifted.
            return
        for run in own.filter(lifted_at=None, ends_at__gt=now):
            run.lifted_at, run.is_taken_back = now, True
            run.save(update_fields=["lifted_at", "is_taken_back"])
            self.tell("seasonrun", code, "closed")
        if wanted_run is not None:
            run = SeasonRun(
                season_id=season_id, begins_at=wanted_run[0], ends_at=wanted_run[1], source=SeasonRun.RunSource.CSV
            )
            run.save(force_insert=True)
            self.tell("seasonrun", code, "added")
