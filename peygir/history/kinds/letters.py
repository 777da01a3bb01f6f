"""Events of the register of letters, in each letter's own file; the words of a letter never stand here."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("letter_registered", file="letter", ends=True)
class LetterRegistered(EventData):
    """A letter got its number: its direction, how it came or goes (`way`), and the id of the letter that it answers."""

    number: str
    direction: str
    way: str
    answers: int = ABSENT


@event("letter_annexed", file="letter", ends=True)
class LetterAnnexed(EventData):
    """A file was added to a letter: its SHA-256."""

    annex: int
    sha256: str


@event("letter_handed", file="letter", ends=True)
class LetterHanded(EventData):
    """The letter went out: by mail, or into the office automation, which named it `remote`."""

    way: str
    remote: str = ABSENT


@event("letter_not_handed", file="letter", ends=True)
class LetterNotHanded(EventData):
    """The letter could not be handed over, for good; a person has to see to it."""

    way: str


@event("letter_turned", file="letter", ends=True)
class LetterTurned(EventData):
    """A letter that was not out yet goes another way."""

    from_: str
    to: str


@event("letter_told_of", file="letter", ends=True)
class LetterToldOf(EventData):
    """The office automation told what became of the letter there."""

    what: str


@event("letter_moved", file="letter", ends=True)
class LetterMoved(EventData):
    """The letter has another state; a reason is a digest of words that are kept beside the letter."""

    from_: str
    to: str


@event("letter_terms_set", file="city", ends=True)
class LetterTermsSet(EventData):
    """The letterhead, the signature or the governor's address of the city's letters were changed."""

    terms: int
