"""The personal columns of letters, honours and the panel as rows: table, columns, kind, and how they go."""

from typing import Final

from peygir.people.retention_kinds import RetentionKind as Kind

OUTLOOK_COLUMNS: Final[tuple[tuple[str, str, Kind | None, str], ...]] = (
    (
        "panel_panelvolunteer",
        "district_code age sex",
        Kind.PHONES,
        "Parted from the citizen with the number, or 400 days after the lot; the public list stays as it is.",
    ),
    ("panel_paneljudgement", "note", Kind.PHONES, "Emptied with the member's number."),
    (
        "panel_panelvisit",
        "note raw picture thumb",
        Kind.PHONES,
        "Emptied with the member's number, or 365 days after the end of the term.",
    ),
    ("panel_petition", "author", None, "Emptied when the petition ends or is not opened, or at the author's request."),
    (
        "panel_petition",
        "title text",
        None,
        "Of one that was not opened: emptied 180 days later. Opened ones are the panel's register, and name nobody.",
    ),
    ("panel_petitionkey", "key", None, "Deleted when the petition ends or is not opened."),
    (
        "panel_petitionsignature",
        "signer",
        None,
        "Deleted when it ends, or at the signer's request; the count stays.",
    ),
    ("honours_honourconsent", "answer", Kind.PHONES, "Deleted with the number."),
    ("honours_honourcandidate", "reason", Kind.PHONES, "Emptied; the row belongs to nobody any more."),
    ("honours_vettingflag", "note cleared_reason", Kind.PHONES, "Emptied with the number."),
)
LETTER_COLUMNS: Final[tuple[tuple[str, str, Kind | None, str], ...]] = (
    (
        "letters_letter",
        "party address other_number subject body tables figures state_reason",
        Kind.WORDS,
        "Emptied with the words of its case; others as long after they came, once dealt with. Number and days stay.",
    ),
    ("letters_letterhanding", "error", Kind.WORDS, "Emptied with the letter, as is the mail that carried it."),
    ("letters_letterannex", "title", Kind.WORDS, "Deleted with the letter's words, and its file."),
    (
        "earlier_earlierreport",
        "content why",
        None,
        "Counts and earlier numbers, no cell of the table; kept with the signature. One that nobody signed: replaced.",
    ),
)
SIGN_IN_COLUMNS: Final[tuple[tuple[str, str, Kind | None, str], ...]] = (
    ("people_directorylink", "subject name", None, "Of staff: deleted when the account is no longer linked."),
    ("people_staffpasskey", "credential handle name", None, "Of staff: deleted by its holder."),
    ("people_recoverycode", "digest", None, "Deleted when it is used or replaced."),
)
