"""The first tasks of the leaders and of the offices: honours, jury, budget, council's secretariat, citizens' panel."""

from collections.abc import Mapping
from typing import Final

from peygir.core.translation import pgettext_lazy as _p
from peygir.history.kinds import honours, inquiries, insight, letters, panel, planning, rankings, votes
from peygir.people.roles import Role
from peygir.web.kit.training_tasks import NOTE, TrainingTask, task

_ASK: Final = task("ask", _p("training task", "Ask a unit why"), "city_page", inquiries.InquiryMade.kind)
_ALARM: Final = task("alarm", _p("training task", "Say whether an alarm was real"), "alarms", insight.AlarmJudged.kind)
_PROBLEM: Final = task(
    "problem", _p("training task", "Make a problem of cases that return"), "plans", planning.ProblemKept.kind
)
_MONEY: Final = task(
    "money",
    _p("training task", "Let the best choice for a sum be computed"),
    "plan_portfolios",
    planning.PortfolioAsked.kind,
)
OFFICE_TASKS: Final[Mapping[str, tuple[TrainingTask, ...]]] = {
    Role.DEPUTY: (
        _ASK,
        _ALARM,
        _PROBLEM,
        task(
            "programme",
            _p("training task", "Write a programme with two ways"),
            "plans",
            planning.ProgrammeKept.kind,
        ),
        NOTE,
    ),
    Role.MAYOR: (
        _ASK,
        _ALARM,
        _PROBLEM,
        _MONEY,
        task(
            "rules",
            _p("training task", "Confirm or refuse the rules of an edition of honours"),
            "honours_home",
            honours.EditionFrozen.kind,
            honours.EditionRefused.kind,
        ),
        NOTE,
    ),
    "honours": (
        task(
            "flag",
            _p("training task", "Note what may stand in a candidate's way"),
            "honours_home",
            honours.CandidateFlagged.kind,
        ),
        task(
            "clear",
            _p("training task", "Clear such a note, with the reason"),
            "honours_home",
            honours.CandidateFlagCleared.kind,
        ),
        task(
            "decide",
            _p("training task", "Record the decision about a candidate"),
            "honours_home",
            honours.CandidateDecided.kind,
        ),
        task("pupil", _p("training task", "Nominate a pupil"), "honours_home", honours.PupilNominated.kind),
        task(
            "guardian",
            _p("training task", "Record what a guardian answered"),
            "honours_home",
            honours.GuardianAnswered.kind,
        ),
        task(
            "rules",
            _p("training task", "Propose the rules of the next edition"),
            "honours_home",
            honours.EditionProposed.kind,
        ),
    ),
    "jury": (
        task(
            "season",
            _p("training task", "Propose what is ranked in the next season"),
            "jury_home",
            rankings.RankingSeasonProposed.kind,
        ),
        task("note", _p("training task", "Write a note about a unit"), "jury_home", rankings.RankingNoted.kind),
        task(
            "decide",
            _p("training task", "Propose a decision, with the reasons"),
            "jury_home",
            rankings.RankingDecisionProposed.kind,
        ),
        task(
            "second",
            _p("training task", "Agree to what another member proposed, or refuse it"),
            "jury_home",
            rankings.RankingSeasonSettled.kind,
            rankings.RankingDecisionSettled.kind,
        ),
    ),
    "budget": (
        task("line", _p("training task", "Write a budget line"), "budget", planning.BudgetLineKept.kind),
        task("amend", _p("training task", "Amend a budget line"), "budget", planning.BudgetLineAmended.kind),
        task(
            "hang",
            _p("training task", "Hang a planned case on a budget line"),
            "budget_waiting",
            planning.BudgetCasesHung.kind,
        ),
        task(
            "begin", _p("training task", "Say that the work of a line begins"), "budget", planning.BudgetLineMoved.kind
        ),
        _MONEY,
    ),
    "secretariat": (
        task("session", _p("training task", "Plan a session of the council"), "sittings", planning.SittingKept.kind),
        task(
            "agenda",
            _p("training task", "Put a proposal on the agenda"),
            "sittings",
            planning.AgendaItemAdded.kind,
        ),
        task("held", _p("training task", "Say that the session was held"), "sittings", planning.SittingMoved.kind),
        task(
            "decision",
            _p("training task", "Record a decision with its votes"),
            "sittings",
            planning.CouncilDecided.kind,
        ),
        task("letter", _p("training task", "Register a letter"), "letters", letters.LetterRegistered.kind),
        task("vote", _p("training task", "Prepare a vote of citizens"), "votings", votes.VotingKept.kind),
    ),
    "panel_office": (
        task(
            "petition",
            _p("training task", "Open a petition, or leave it closed with the reason"),
            "panel_petitions",
            panel.PetitionOpened.kind,
            panel.PetitionRefused.kind,
        ),
        task(
            "session",
            _p("training task", "Plan a session of the panel"),
            "panel_sittings",
            panel.PanelSessionPlanned.kind,
        ),
        task(
            "minutes",
            _p("training task", "Make the minutes of a session final"),
            "panel_sittings",
            panel.PanelSessionHeld.kind,
        ),
        task("seat", _p("training task", "End a seat, with its reason"), "panel_office", panel.PanelMemberLeft.kind),
        task(
            "offer",
            _p("training task", "Offer a free seat to the next of the lot"),
            "panel_office",
            panel.PanelSeatOffered.kind,
        ),
    ),
}
"""The tasks of these roles. A contractor needs no account and works by a link: that role has none."""
