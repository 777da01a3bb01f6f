"""The tables of the contact centre: contacts with their calls, call-backs, workstations, and the IVR menu."""

from peygir.centre.contacts.models.calls import CallDraft, CallLeg, Contact, ContactReport, DialOrder, QueueWait
from peygir.centre.contacts.models.centre import CallBack, CallerMark, CentrePolicy, PbxLine, Workstation
from peygir.centre.contacts.models.goals import CallGoal, RainDay
from peygir.centre.contacts.models.knowledge import AnswerGap, Article, ArticleWord
from peygir.centre.contacts.models.menus import Menu, MenuKey
from peygir.centre.contacts.models.passing import PassOrder
from peygir.centre.contacts.models.quality import Score, ScoreForm, ScoreMark, ScoreQuestion, ScoreSample
from peygir.centre.contacts.models.roster import Duty, RosterWeek, Shift
from peygir.centre.contacts.words import OUTCOMES

__all__ = [
    "OUTCOMES",
    "AnswerGap",
    "Article",
    "ArticleWord",
    "CallBack",
    "CallDraft",
    "CallGoal",
    "CallLeg",
    "CallerMark",
    "CentrePolicy",
    "Contact",
    "ContactReport",
    "DialOrder",
    "Duty",
    "Menu",
    "MenuKey",
    "PassOrder",
    "PbxLine",
    "QueueWait",
    "RainDay",
    "RosterWeek",
    "Score",
    "ScoreForm",
    "ScoreMark",
    "ScoreQuestion",
    "ScoreSample",
    "Shift",
    "Workstation",
]
