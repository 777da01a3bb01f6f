"""The tables of the contact centre: contacts with their calls, call-backs, workstations, and the IVR menu."""

from peygir.centre.contacts.models.calls import CallDraft, CallLeg, Contact, ContactReport, DialOrder, QueueWait
from peygir.centre.contacts.models.centre import CallBack, CallerMark, CentrePolicy, PbxLine, Workstation
from peygir.centre.contacts.models.menus import Menu, MenuKey
from peygir.centre.contacts.models.passing import PassOrder
from peygir.centre.contacts.words import OUTCOMES

__all__ = [
    "OUTCOMES",
    "CallBack",
    "CallDraft",
    "CallLeg",
    "CallerMark",
    "CentrePolicy",
    "Contact",
    "ContactReport",
    "DialOrder",
    "Menu",
    "MenuKey",
    "PassOrder",
    "PbxLine",
    "QueueWait",
    "Workstation",
]
