"""The settings of servers outside: providers of messages, mail, the telephone exchange, the office automation."""

from typing import Final

from peygir.ops.settings_catalogue.facts import PBX, SERVE, WEB, WORKER, SettingFacts

OF_CONNECTIONS: Final = (
    SettingFacts(
        "PEYGIR_SMS",
        "the SMS providers in order ([Messages](messages.md)), `console`, or `file`: `outbox/sms.jsonl` in the home",
        (WORKER,),
        "file",
        "kavenegar,magfa",
    ),
    SettingFacts(
        "PEYGIR_SMS_…",
        "the address of a provider, by its name",
        (WEB, WORKER),
        "",
        "PEYGIR_SMS_KAVENEGAR=https://KEY@api.kavenegar.com/v1?from=LINE",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_CHAT_…",
        "the address of a messenger, by its name",
        (WEB, WORKER),
        "",
        "PEYGIR_CHAT_BALE=https://TOKEN@tapi.bale.ai",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_HOOK_SECRET",
        "the part of the path of inbound webhooks that only providers know, at least 16 characters",
        (WEB,),
        "(no such door)",
        "a random text",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_EMAIL_URL",
        "the mail server for outgoing email",
        (WORKER,),
        "(no mail)",
        "smtp://user:password@mail.example:587",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_IMAP_URL",
        "the mailbox that is read",
        (WORKER,),
        "(none)",
        "imaps://user:password@mail.example/INBOX",
        is_secret=True,
    ),
    SettingFacts(
        "PEYGIR_FETCH_PRIVATE_HOSTS",
        "`1`: pictures that a report names may come from the city's own network",
        (WORKER,),
        "(public hosts alone)",
        "1",
    ),
    SettingFacts(
        "PEYGIR_WEBHOOK_PRIVATE_HOSTS",
        "`1`: webhooks may go to the city's own network, and by http",
        (WEB, WORKER),
        "(public hosts by https alone)",
        "1",
    ),
    SettingFacts(
        "PEYGIR_OFFICE_URL",
        "the office automation's address ([Letters](letters.md))",
        (WEB, WORKER),
        "(none)",
        "https://office.example/peygir/v1",
    ),
    SettingFacts("PEYGIR_OFFICE_KEY", "the key that it gave us", (WORKER,), "", "…", is_secret=True),
    SettingFacts("PEYGIR_OFFICE_HOOK_SECRET", "the secret by which it signs", (WEB,), "", "whsec_…", is_secret=True),
    SettingFacts(
        "PEYGIR_PBX_URL",
        "the telephone exchange ([Calls](calls.md))",
        (*SERVE, PBX),
        "(none)",
        "ami://user:secret@192.0.2.10:5038",
        is_secret=True,
    ),
    SettingFacts("PEYGIR_PBX_CDR", "path of `Master.csv` of cdr_csv", (PBX,), "", "/srv/asterisk/cdr-csv/Master.csv"),
    SettingFacts(
        "PEYGIR_PBX_QUEUE_LOG",
        "path of the exchange's `queue_log`",
        (PBX,),
        "(in the folder above that of `PEYGIR_PBX_CDR`)",
        "/srv/asterisk/queue_log",
    ),
    SettingFacts(
        "PEYGIR_PBX_CONTEXTS",
        "contexts in which calls from outside arrive, separated by commas",
        (PBX,),
        "from-trunk,from-pstn,from-did-direct,from-external,peygir-in",
        "from-trunk",
    ),
    SettingFacts("PEYGIR_PBX_TECHNOLOGY", "channel technology of the operators' phones", (WEB, PBX), "PJSIP", "SIP"),
    SettingFacts(
        "PEYGIR_PBX_DIAL_CONTEXT", "context in which a number is dialled", (PBX,), "from-internal", "from-internal"
    ),
    SettingFacts(
        "PEYGIR_PBX_PASS_CONTEXT",
        "context in which a colleague's number is dialled for a blind transfer",
        (PBX,),
        "(`PEYGIR_PBX_DIAL_CONTEXT`)",
        "peygir-pass",
    ),
    SettingFacts(
        "PEYGIR_PBX_ASK_CONTEXT",
        "the same for an attended transfer",
        (PBX,),
        "(`PEYGIR_PBX_DIAL_CONTEXT`)",
        "peygir-ask",
    ),
    SettingFacts(
        "PEYGIR_PBX_SURVEY_CONTEXT",
        "context that receives a citizen whom the survey's voice menu calls",
        (PBX,),
        "peygir-survey",
        "peygir-survey",
    ),
    SettingFacts("PEYGIR_PBX_RECORDINGS", "URL prefix for a recording's name", (PBX,), "", "https://pbx.example/rec/"),
    SettingFacts("PEYGIR_PBX_ZONE", "the zone of the exchange's clock", (PBX,), "(the city's)", "Asia/Tehran"),
)
