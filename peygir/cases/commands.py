"""The table of commands: each verb for working on a case, its fields, and its labels.

Pages, the JSON API, the bulk page and conversations read it. `journey.commands` implements the commands;
`cases.lifecycle.MOVES` defines from which state a move leads where, and by whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from peygir.cases.lifecycle import BY_VERB, Move
from peygir.cases.states import CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _

FieldKind = Literal["id", "text", "choice", "day", "photo", "place"]
GRANT: Final = "grant"
REFUSE: Final = "refuse"


@dataclass(frozen=True, slots=True)
class CommandField:
    """One value of a command: `key` is its name in the action and in the API, `choices` its vocabulary."""

    key: str
    kind: FieldKind
    choices: tuple[str, ...] = ()


# Field name in forms and in the table of moves → its definition. What a topic's rule adds to “finish” is not here.
FIELDS: Final[Mapping[str, CommandField]] = {
    "unit": CommandField("unit_id", "id"),
    "agency": CommandField("agency_id", "id"),
    "topic": CommandField("topic_id", "id"),
    "assignee": CommandField("assignee_id", "id"),
    "into": CommandField("into", "text"),
    "means": CommandField("means", "choice"),
    "reference": CommandField("reference", "text"),
    "form": CommandField("form", "text"),
    "photo": CommandField("photo", "photo"),
    "place": CommandField("label", "place"),
    "return_reason": CommandField("reason", "choice", tuple(ReturnReason)),
    "wait_reason": CommandField("reason", "choice", tuple(WaitReason)),
    "replan_reason": CommandField("reason", "choice", tuple(ReplanReason)),
    "close_kind": CommandField("kind", "choice", tuple(CloseKind)),
    "decision": CommandField("kind", "choice", (GRANT, REFUSE)),
    "until": CommandField("until", "day"),
    "note": CommandField("note", "text"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table.

    `fields` are those of its form, in their order; `required` must be given, also in the API. `effect` is the
    explanation beside its button, `note_label` the label of its text. `message` is the kind of message by which the
    text goes to the citizen at once. `sentence` tells its event in the story of a case, for a move whose event
    needs no values.
    """

    verb: str
    label: Text
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    icon: str = "circle"
    effect: Text | None = None
    note_label: Text | None = None
    note_is_optional: bool = False
    message: str = ""
    sentence: Text | None = None

    @property
    def move(self) -> Move | None:
        """The move that the command makes, or None if it leaves the state as it is."""
        return BY_VERB.get(self.verb)


# Requirements that the table of moves and the form's fields name differently.
_REQUIRED: Final = {"evidence": "form", "answer": "note", "reason": "note"}


def _moving(
    verb: str,
    icon: str,
    effect: Text,
    fields: str = "",
    *,
    note_label: Text | None = None,
    note_is_optional: bool = False,
    needs_no_text: bool = False,
    message: str = "",
    sentence: Text | None = None,
) -> Command:
    move = BY_VERB[verb]
    required = () if needs_no_text else tuple(_REQUIRED.get(name, name) for name in move.requires)
    names = tuple(fields.split())
    return Command(verb, move.label, names, required, icon, effect, note_label, note_is_optional, message, sentence)


# In the order of the pages: the most frequent first.
COMMANDS: Final[tuple[Command, ...]] = (
    _moving(
        "accept",
        "hammer",
        _("You take it in hand; it is assigned to you."),
        sentence=_("The unit took it in hand."),
    ),
    _moving(
        "finish",
        "circle-check",
        _("With evidence and an answer; the citizen is asked whether it is fixed."),
        "note photo form",
        note_label=_("Answer to the citizen"),
        message="done",
        sentence=_("The unit says that it is done."),
    ),
    _moving(
        "wait",
        "circle-pause",
        _("For the citizen, another agency, the weather or material, until a date."),
        "wait_reason until note",
    ),
    _moving("return", "undo-2", _("It is not for this unit; say why, and it is routed again."), "return_reason note"),
    _moving(
        "decline",
        "ban",
        _("The citizen reads your reason and may object."),
        "note",
        note_label=_("Reason, as the citizen will read it"),
        message="declined",
        sentence=_("The expert says that no action is needed."),
    ),
    _moving(
        "schedule",
        "calendar-clock",
        _("It needs money; the citizen reads why it takes longer."),
        "note",
        note_label=_("Why it takes longer, as the citizen will read it"),
        sentence=_("It needs money and went into the programme."),
    ),
    _moving("refer", "send", _("Give it to another unit."), "unit note", note_label=_("Why there?")),
    _moving(
        "refer_out",
        "building-2",
        _("It is the business of an agency outside; we keep following."),
        "agency means reference note",
        note_label=_("What the agency and the citizen should know"),
    ),
    _moving(
        "confirm",
        "badge-check",
        _("The citizen said on the phone that it is fixed."),
        sentence=_("The citizen confirmed that it is fixed."),
    ),
    _moving("reopen", "rotate-ccw", _("It is not fixed; the owner has it again with the old promise."), "note"),
    _moving("close", "archive", _("End the case."), "close_kind note", note_is_optional=True),
    _moving(
        "merge",
        "git-merge",
        _("It is the same thing as another case."),
        "into note",
        note_is_optional=True,
        sentence=_("It was joined with another case about the same thing."),
    ),
    _moving(
        "split",
        "split",
        _("Undo the joining; the reports come back."),
        "note",
        sentence=_("It was taken apart from the other case and starts anew."),
    ),
    _moving(
        "withdraw",
        "circle-x",
        _("The reporter withdraws it."),
        "note",
        needs_no_text=True,
        sentence=_("The reporter withdrew it."),
    ),
    Command("assign", _("Assign"), ("assignee", "note")),
    Command("note", _("Note"), ("note",), ("note",)),
    Command("topic", _("Change of topic"), ("topic", "note"), ("topic",)),
    Command("place", _("Correct the place"), ("place", "note"), ("place",)),
    Command("visit", _("Record a visit"), ("note", "photo")),
    Command(
        "ask_replan", _("Ask for more time"), ("replan_reason", "until", "note"), ("replan_reason", "until", "note")
    ),
    Command(
        "decide_replan",
        pgettext_lazy("name of a move", "Decide on more time"),
        ("decision", "note"),
        ("decision", "note"),
    ),
)
BY_COMMAND: Final[Mapping[str, Command]] = {command.verb: command for command in COMMANDS}
VERBS: Final = frozenset(BY_COMMAND)
