"""The actions of the drop box: keys proposed and confirmed, reports taken, answers sent, boxes closed and destroyed."""

from peygir.desks.dropbox.actions.drop_keys import (
    DropKeyIsKnown,
    DropKeyIsNone,
    DropKeyNotYours,
    NoSuchDropKey,
    confirm_drop_key,
    end_drop_key,
    propose_drop_key,
)
from peygir.desks.dropbox.actions.ending import close_box, destroy_due_boxes, reopen_box
from peygir.desks.dropbox.actions.receiving import (
    BoxIsFull,
    BoxTakesNothing,
    DropTextSaysNothing,
    NobodyHoldsAKey,
    ReportIsAccepted,
    open_box,
    receive_message,
)
from peygir.desks.dropbox.actions.replying import NoSuchDropBox, SealsDoNotFit, reseal, send_reply

__all__ = [
    "BoxIsFull",
    "BoxTakesNothing",
    "DropKeyIsKnown",
    "DropKeyIsNone",
    "DropKeyNotYours",
    "DropTextSaysNothing",
    "NoSuchDropBox",
    "NoSuchDropKey",
    "NobodyHoldsAKey",
    "ReportIsAccepted",
    "SealsDoNotFit",
    "close_box",
    "confirm_drop_key",
    "destroy_due_boxes",
    "end_drop_key",
    "open_box",
    "propose_drop_key",
    "receive_message",
    "reopen_box",
    "reseal",
    "send_reply",
]
