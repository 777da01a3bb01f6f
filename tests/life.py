"""What happens to one case while its clock moves on, told by who acts."""

from pathlib import Path

from peygir.cases.models import Case
from peygir.desks.answers.actions import give_verdict
from peygir.desks.answers.models import Message
from peygir.history.actions import wakes
from peygir.history.models import Event
from peygir.journey.dispatch import work_round
from peygir.people.rules import ANONYMOUS, Actor
from peygir.storage.jobs.rules import PendingJob
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import Town, TownClock


class Life:
    """What happens to one case, with the clock moving on by an hour each time."""

    def __init__(self, town: Town, still: TownClock, home: Path, *, in_rounds: bool = False) -> None:
        self.town, self.clock, self.box, self.in_rounds = town, still, FakeMailbox(home), in_rounds
        self.jobs: list[PendingJob] = []
        self.code = ""

    def report(self, topic: str = "CIV-01", **given: object) -> str:
        """The citizen speaks."""
        self.code = make.report(topic, **given).code  # type: ignore[arg-type]
        self.work()
        return self.code

    def work(self) -> None:
        """The worker comes by: in rounds, as it does, or job by job with each delivered twice."""
        if self.in_rounds:
            while work_round():
                pass
        self.jobs += drain(twice=True)

    def all_jobs(self) -> list[PendingJob]:
        """What was done so far, done in rounds too."""
        if not self.in_rounds:
            return self.jobs
        events = Event.objects.order_by("pk").values_list("file_id", "number", "kind")
        return [
            PendingJob(0, file_id, number, action, 0)
            for file_id, number, kind in events
            for _, action in wakes.get(kind, ())
        ]

    def press(self, verb: str, by: Actor, **given: object) -> None:
        """A person of the city acts."""
        self.clock.forward(hours=1)
        make.command(self.code, verb, by, **given)
        self.work()

    def say(self, is_fixed: bool, reason: str = "", code: str = "") -> None:
        """The citizen answers."""
        self.clock.forward(hours=1)
        report_id = make.report_row(code or self.code).pk
        give_verdict(report_id, is_fixed=is_fixed, reason=reason, channel="web", by=ANONYMOUS)
        self.work()

    @property
    def case(self) -> Case:
        """As it is now."""
        return make.case(self.code)

    @property
    def kinds(self) -> list[str]:
        """Its story."""
        return make.kinds(self.code)

    def told(self) -> list[str]:
        """The kinds of messages to its reporters."""
        return list(Message.objects.filter(case__code=self.code).order_by("pk").values_list("kind", flat=True))
