"""What the lists of the planning desk show: problems, programmes, proposals, and what waits for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from peygir.core.translation import Text, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class PlanStep(Vocabulary):
    """The next step of a file of planning, which waits for somebody."""

    ANSWER = "answer", pgettext_lazy("step of planning", "Give an answer")
    RECOGNISE = "recognise", pgettext_lazy("step of planning", "Recognise the problem, or drop it")
    PLAN = "plan", pgettext_lazy("step of planning", "Write a programme")
    CHOOSE = "choose", pgettext_lazy("step of planning", "Choose an option")
    PROPOSE = "propose", pgettext_lazy("step of planning", "Write the proposal")
    SEND = "send", pgettext_lazy("step of planning", "Send the proposal to the council")
    AGENDA = "agenda", pgettext_lazy("step of planning", "Put it on an agenda")
    PAY = "pay", pgettext_lazy("step of planning", "Give it a budget line")


MOST_WAITING: Final = 30
"""So many steps that wait for somebody are looked up."""


@dataclass(frozen=True, slots=True)
class WaitingPlan:
    """A step that waits for somebody: of a problem, programme or proposal (`file`, `file_id`), since when.

    `due_on` is the day of an answer that is due.
    """

    step: PlanStep
    file: str
    file_id: int
    title: str
    unit_id: int
    since: datetime
    due_on: date | None = None

    @property
    def label(self) -> Text:
        """What to do."""
        return self.step.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFilter:
    """Filter of the list of problems; empty values do not filter."""

    state: str = ""
    unit_id: int | None = None
    topic_code: str = ""  # of a topic, or of a group of topics
    district_id: int | None = None
    text: str = ""
    only_own: bool = False


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A problem in a list; `cases` and `reports` are of its evidence, `late_answers` counts what is overdue."""

    id: int
    title: str
    unit_id: int
    topic_id: int | None
    district_id: int | None
    state: str
    state_at: datetime
    is_public: bool
    cases: int
    reports: int
    programmes: int
    late_answers: int


@dataclass(frozen=True, slots=True)
class ListedProgramme:
    """A programme in a list; `cost` is the likely cost of the chosen option, else of the cheapest, in rials."""

    id: int
    problem_id: int
    title: str
    problem: str
    unit_id: int
    state: str
    state_at: datetime
    options: int
    is_chosen: bool
    cost: int


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal in a list; `amount` in rials."""

    id: int
    programme_id: int
    title: str
    unit_id: int
    state: str
    state_at: datetime
    amount: int
    commission: str
    letter_number: str
    letter_on: date | None


@dataclass(frozen=True, slots=True)
class CitizenVoice:
    """The words of one report of a problem, without what is or may be personal."""

    text: str
    code: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """An amendment of a budget line, in rials."""

    number: int
    amount: int
    reason: str
    letter_number: str
    decided_on: date
    by: str
    at: datetime
