"""The actions of the register of letters: registering, handing over, and erasing."""

from peygir.desks.letters.actions.erasing import ErasedLetters, erase_letters_of, erase_old_letters
from peygir.desks.letters.actions.handing import (
    claim_handing,
    forget_office_messages,
    name_office_message,
    note_failed,
    note_handed,
    note_news,
    take_office_message,
    try_again,
    turn_letter,
)
from peygir.desks.letters.actions.registering import (
    add_annex,
    move_letter,
    register_letter,
    set_letter_terms,
    settle_answered,
)

__all__ = [
    "ErasedLetters",
    "add_annex",
    "claim_handing",
    "erase_letters_of",
    "erase_old_letters",
    "forget_office_messages",
    "move_letter",
    "name_office_message",
    "note_failed",
    "note_handed",
    "note_news",
    "register_letter",
    "set_letter_terms",
    "settle_answered",
    "take_office_message",
    "try_again",
    "turn_letter",
]
