"""Every place that may hold personal data: its columns or files, its retention kind, and how it is erased.

docs/retention.md shows these tables; a test compares them with the database.
"""

from typing import Final

from peygir.journey.retention.inventory_of_outlook import LETTER_COLUMNS, OUTLOOK_COLUMNS, SIGN_IN_COLUMNS
from peygir.journey.retention.inventory_rows import PersonalColumns, PersonalFiles
from peygir.people.retention_kinds import RetentionKind as Kind

_STAFF: Final = "Staff, not citizens: kept as long as the history names the account."
_NIGHT: Final = "Deleted by the nightly clean-up once it has expired, two days later at most."
_UPLOAD: Final = "Deleted by the nightly clean-up, once nothing has used it for 24 hours."
_WITH_WORDS: Final = "Emptied with the words of the case."
_APPEALS: Final = "Emptied with the words of the case; those by rule as long after the decision."

COLUMNS: Final = (
    PersonalColumns("cases_report", "text lat lon address place_label", Kind.WORDS, "Emptied; the report's row stays."),
    PersonalColumns("cases_case", "address", Kind.WORDS, "Emptied."),
    PersonalColumns("cases_case", "lat lon", Kind.WORDS, "Rounded to about a hundred metres, for statistics."),
    PersonalColumns("cases_note", "text salt", Kind.WORDS, "Emptied, with the salt; the event keeps the digest."),
    PersonalColumns("dropbox_droppart", "sealed", None, "Encrypted; deleted with its box."),
    PersonalColumns("cases_searchentry", "words", Kind.WORDS, "Written anew from what is left."),
    PersonalColumns("cases_draft", "words", Kind.WORDS, "Deleted after 30 days, or with the words of the case."),
    PersonalColumns("intake_publicwords", "text", Kind.WORDS, "Emptied; the text counts as withdrawn."),
    PersonalColumns("intake_reportdetails", "answers media_url address_id", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("answers_verdict", "reason", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("inspection_inspection", "answers", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("routing_agencyreferral", "answer reference", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("routing_forwardedreferral", "status_notes fault", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("fieldwork_ordernote", "text salt", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("fieldwork_workorder", "title address", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("fieldwork_costline", "reason check_reason withdrawn_reason", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("fieldwork_penalty", "reason objection answer", Kind.WORDS, _WITH_WORDS),
    PersonalColumns("fieldwork_claim", "reason ended_reason", Kind.WORDS, _WITH_WORDS),
    PersonalColumns(
        "fieldwork_responsibleparty",
        "name",
        Kind.WORDS,
        "That of a private person: replaced with the words of the case, once no claim against the person is open.",
    ),
    PersonalColumns("scoring_markappeal", "reason answer salt", Kind.WORDS, _APPEALS),
    PersonalColumns("fieldwork_workorder", "lat lon", Kind.WORDS, "Rounded to about a hundred metres."),
    PersonalColumns(
        "receipts_devicecommand", "body", Kind.WORDS, f"{_WITH_WORDS[:-1]}, at most 30 days after it was settled."
    ),
    PersonalColumns(
        "cases_report",
        "reporter_name spoken_for_name spoken_for_relation",
        Kind.NAMES,
        "Emptied; a person who is spoken for is no longer linked.",
    ),
    PersonalColumns(
        "people_citizen",
        "phone name name_key email",
        Kind.PHONES,
        "Replaced by a number that belongs to nobody, once all cases of the citizen ended long enough ago.",
    ),
    PersonalColumns("answers_replychannel", "address", Kind.PHONES, "Deleted with the number of the reporter."),
    PersonalColumns("answers_following", "address", Kind.PHONES, "Emptied once it has ended."),
    PersonalColumns(
        "answers_blockedaddress",
        "address",
        Kind.PHONES,
        "Kept while the block is in force, since its holder asked for no messages; emptied once it was lifted.",
    ),
    PersonalColumns(
        "intake_photo",
        "sha256 raw picture thumb covers covered covered_thumb gps_lat gps_lon",
        Kind.PHOTOS,
        "Files deleted, columns emptied.",
    ),
    PersonalColumns("intake_reportfile", "file_name", Kind.PHOTOS, "Deleted, with the file that no other report has."),
    PersonalColumns(
        "fieldwork_evidence",
        "form answers raw picture thumb covers covered covered_thumb lat lon",
        Kind.PHOTOS,
        "Files deleted, columns emptied.",
    ),
    PersonalColumns("fieldwork_evidencesignal", "figures", Kind.PHOTOS, "Deleted with the photo."),
    PersonalColumns("media_picturelook", "name", Kind.PHOTOS, "Deleted with the picture."),
    PersonalColumns(
        "answers_message",
        "address subject body buttons answers counted_as provider_id error",
        Kind.MESSAGES,
        "Emptied; state, time, price and number of parts stay for the accounts.",
    ),
    PersonalColumns(
        "answers_messagefile", "name content", Kind.MESSAGES, "Deleted once the email is sent, or with its text."
    ),
    PersonalColumns(
        "intake_inbound",
        "provider_id sender said error",
        Kind.MESSAGES,
        "Content is emptied when it is answered; the rest when the time is over.",
    ),
    PersonalColumns("intake_conversation", "address phone said", Kind.MESSAGES, "Deleted."),
    PersonalColumns("contacts_contact", "phone notes keys", Kind.CONTACTS, "Emptied; times and outcome stay."),
    PersonalColumns("contacts_calldraft", "words", Kind.CONTACTS, "Deleted."),
    PersonalColumns("contacts_callback", "phone", Kind.CONTACTS, "Replaced by a number that belongs to nobody."),
    PersonalColumns("contacts_callermark", "phone", Kind.CONTACTS, "Replaced by a number that belongs to nobody."),
    PersonalColumns("knowledge_answergap", "key words", Kind.CONTACTS, "Deleted."),
    PersonalColumns("quality_score", "comment answer", Kind.CONTACTS, "Emptied; the points stay."),
    PersonalColumns("livesessions_registration", "phone name words notes", Kind.CONTACTS, "Emptied."),
    PersonalColumns(
        "livesessions_liveorder",
        "words answer",
        Kind.CONTACTS,
        "Replaced by a dash once it has ended; the order stays.",
    ),
    PersonalColumns("livesessions_livesession", "notes", Kind.CONTACTS, "Emptied."),
    PersonalColumns(
        "contacts_contact", "recording", Kind.RECORDINGS, "Emptied; the exchange deletes the audio itself."
    ),
    PersonalColumns(
        "scoring_jurynote", "text salt", None, "About units, not citizens: kept with the season's decision."
    ),
    PersonalColumns("people_lookobjection", "words answer", Kind.PHONES, "Emptied with the number."),
    *(PersonalColumns(*row) for row in (*LETTER_COLUMNS, *OUTLOOK_COLUMNS)),
    PersonalColumns(
        "honours_pupil",
        "name guardian_name guardian_phone reason",
        None,
        "Emptied 180 days after the edition's decisions were sealed, or at the guardian's request.",
    ),
    PersonalColumns(
        "planning_castballot",
        "voter choices",
        None,
        "Deleted when the vote is closed; the choices stay without the voter, in random order.",
    ),
    PersonalColumns("planning_votingkey", "key", None, "Deleted when the vote is closed."),
    PersonalColumns("people_onetimecode", "phone digest asked_by", None, _NIGHT),
    PersonalColumns("people_citizensession", "digest phone", None, _NIGHT),
    PersonalColumns("people_ratelimituse", "key", None, _NIGHT),
    PersonalColumns("django_session", "session_key session_data", None, _NIGHT),
    PersonalColumns("receipts_receipt", "digest body", None, "Deleted after 30 days."),
    PersonalColumns(
        "receipts_devicecommand",
        "digest photos",
        None,
        "Of all that was sent; deleted 430 days after it was settled: a phone that comes late does nothing twice.",
    ),
    PersonalColumns("media_upload", "owner metadata file_name sha256", None, _UPLOAD),
    PersonalColumns("media_storedfile", "sha256 name", None, _UPLOAD),
    PersonalColumns("media_unwantedfile", "name", None, "Deleted with the file."),
    PersonalColumns(
        "people_privacyrequest", "phone session file", None, "Emptied when the request has ended; the copy is deleted."
    ),
    PersonalColumns("people_legalhold", "reason", None, "Written by staff: kept as the reason of the hold."),
    PersonalColumns("partners_importorder", "file", None, "The file is deleted after the import."),
    PersonalColumns("livesessions_livesession", "who_fa who_en", None, "The manager who answers: published."),
    PersonalColumns(
        "people_staff", "password username first_name last_name email name_fa name_en totp_secret", None, _STAFF
    ),
    PersonalColumns("inquiries_morningbrief", "phone", None, "Of staff: emptied when its holder switches the SMS off."),
    PersonalColumns("people_accountchange", "values", None, "Names and addresses leave it once it is decided."),
    PersonalColumns("people_savedview", "name filters", None, "A person of staff deletes it."),
    PersonalColumns("people_staffsession", "digest address device provider_session provider_token", None, _NIGHT),
    *(PersonalColumns(*row) for row in SIGN_IN_COLUMNS),
    PersonalColumns(
        "people_staffphone",
        "digest session device withdrawn_by",
        None,
        "Deleted by the nightly clean-up when it was not seen for 180 days.",
    ),
    PersonalColumns("people_apikey", "name owner", None, "Who answers for another system: kept with the key."),
)

FILES: Final = (
    PersonalFiles(
        "uploads/ or the bucket (photos, covered ones, documents, recordings)",
        Kind.PHOTOS,
        "Deleted by a job after their row, all sizes.",
    ),
    PersonalFiles("uploads/ (raw uploads without a row)", None, "Deleted by the nightly clean-up."),
    PersonalFiles(
        "tmp/ (copies and photos in the making)", None, "Deleted at once; after a crash by the nightly clean-up."
    ),
    PersonalFiles(
        "outbox/*.jsonl (where a file stands for a provider)", Kind.MESSAGES, "Emptied but for the message's id."
    ),
    PersonalFiles("logs", None, "Phones, names and texts are never written into them."),
    PersonalFiles(
        "readers/ (trained topic readers)",
        Kind.WORDS,
        "Weights of letter groups, no texts; the next night's training no longer sees erased words.",
    ),
    PersonalFiles("history (table history_event)", None, "Holds ids and salted digests; nothing to erase."),
    PersonalFiles(
        "uploads/ (open data of public cases)",
        None,
        "Texts that their authors released: made anew the night after one is erased or withdrawn; the files before go.",
    ),
    PersonalFiles("lake/ (Parquet files)", None, "Holds no words, names, numbers or exact points; see docs/lake.md."),
    PersonalFiles("lists that staff export", None, "Never stored here; each export is recorded."),
    PersonalFiles("webhook messages", None, "Hold codes, states and rounded points; no words, names or numbers."),
    PersonalFiles("uploads/ (lists behind figures)", None, "Codes of public cases; deleted with their version."),
    PersonalFiles(
        "backups", None, "Cannot be changed. They hold erased data until they are deleted: see “Backups” below."
    ),
)


def personal() -> dict[str, frozenset[str]]:
    """The personal columns of each table."""
    by_table: dict[str, frozenset[str]] = {}
    for place in COLUMNS:
        by_table[place.table] = by_table.get(place.table, frozenset()) | frozenset(place.columns.split())
    return by_table


def tables_for_docs() -> str:
    """The inventory as two Markdown tables."""
    rows = ["| table | columns | kind | how it is erased |", "|---|---|---|---|"]
    rows += [f"| `{place.table}` | {_names(place.columns)} | {place.kind or '–'} | {place.how} |" for place in COLUMNS]
    rows += ["", "| files | kind | how it is erased |", "|---|---|---|"]
    rows += [f"| {place.place} | {place.kind or '–'} | {place.how} |" for place in FILES]
    return "\n".join(rows) + "\n"


def _names(columns: str) -> str:
    return ", ".join(f"`{name}`" for name in columns.split())
