"""What the contacts' desk remembers: contacts with their calls, what is to be called back, seats, and the menu."""

from peygir.contacts.models.calls import CallDraft, CallLeg, Contact, ContactReport, DialOrder, QueueWait
from peygir.contacts.models.centre import CallBack, CallerMark, CallTerms, PbxLine, Seat
from peygir.contacts.models.knowledge import AnswerGap, Article, ArticleWord
from peygir.contacts.models.menus import Menu, MenuKey
from peygir.contacts.words import OUTCOMES

__all__ = [
    "OUTCOMES", "AnswerGap", "Article", "ArticleWord", "CallBack", "CallDraft", "CallLeg", "CallTerms", "CallerMark",
    "Contact", "ContactReport", "DialOrder", "Menu", "MenuKey", "PbxLine", "QueueWait", "Seat",
]  # fmt: skip
