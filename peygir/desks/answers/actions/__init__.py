"""The actions of the answers desk: messages, questions, verdicts, wording and templates."""

from peygir.desks.answers.actions.accounts import tell_account_keepers
from peygir.desks.answers.actions.digests import tell_evening
from peygir.desks.answers.actions.draft_uses import record_draft_use
from peygir.desks.answers.actions.erasing import (
    erase_blocks,
    erase_blocks_of,
    erase_followings,
    erase_followings_of,
    erase_messages,
    erase_messages_about,
    erase_messages_to,
    erase_reasons,
    erase_reply_channels,
)
from peygir.desks.answers.actions.following import (
    FollowingHasEnded,
    FollowsTooMuch,
    MailIsNotValid,
    NothingToFollow,
    end_following,
    follow,
    prove_following,
    tell_followers,
)
from peygir.desks.answers.actions.holding import disown_reports, own_reports
from peygir.desks.answers.actions.keeping import (
    MessageIsNotDead,
    block,
    block_own,
    keep_contact_channel,
    load_default_hours,
    resend,
    save_hours,
    save_tariff,
    say,
    unblock,
    unblock_own,
)
from peygir.desks.answers.actions.notices import (
    see_notices,
    see_notices_of_file,
    tell_mentioned,
    tell_of_file,
    tell_of_finding,
    tell_of_inquiry,
    tell_unclear,
)
from peygir.desks.answers.actions.objections import tell_objector, tell_of_objection
from peygir.desks.answers.actions.outbox import (
    keep_as_sent,
    revive_message,
    send_due_messages,
    send_message,
    send_one_time_code,
    tell_reporters,
)
from peygir.desks.answers.actions.receipts import ask_balances, ask_deliveries, keep_deliveries
from peygir.desks.answers.actions.staff import tell_staff
from peygir.desks.answers.actions.surveys import AnsweredAlready, NothingIsAsked, answer_survey, ask_surveyed
from peygir.desks.answers.actions.taking_back import NothingToTakeBack, take_back
from peygir.desks.answers.actions.templates import (
    TemplateHasChanged,
    end_template,
    load_default_templates,
    save_template,
)
from peygir.desks.answers.actions.verdicts import (
    ask_reporters,
    close_confirmed,
    close_silent,
    give_verdict,
    keep_unclear,
)
from peygir.desks.answers.actions.wording import load_default_texts, set_text, take_back_text

__all__ = [
    "AnsweredAlready",
    "FollowingHasEnded",
    "FollowsTooMuch",
    "MailIsNotValid",
    "MessageIsNotDead",
    "NothingIsAsked",
    "NothingToFollow",
    "NothingToTakeBack",
    "TemplateHasChanged",
    "answer_survey",
    "ask_balances",
    "ask_deliveries",
    "ask_reporters",
    "ask_surveyed",
    "block",
    "block_own",
    "close_confirmed",
    "close_silent",
    "disown_reports",
    "end_following",
    "end_template",
    "erase_blocks",
    "erase_blocks_of",
    "erase_followings",
    "erase_followings_of",
    "erase_messages",
    "erase_messages_about",
    "erase_messages_to",
    "erase_reasons",
    "erase_reply_channels",
    "follow",
    "give_verdict",
    "keep_as_sent",
    "keep_contact_channel",
    "keep_deliveries",
    "keep_unclear",
    "load_default_hours",
    "load_default_templates",
    "load_default_texts",
    "own_reports",
    "prove_following",
    "record_draft_use",
    "resend",
    "revive_message",
    "save_hours",
    "save_tariff",
    "save_template",
    "say",
    "see_notices",
    "see_notices_of_file",
    "send_due_messages",
    "send_message",
    "send_one_time_code",
    "set_text",
    "take_back",
    "take_back_text",
    "tell_account_keepers",
    "tell_evening",
    "tell_followers",
    "tell_mentioned",
    "tell_objector",
    "tell_of_file",
    "tell_of_finding",
    "tell_of_inquiry",
    "tell_of_objection",
    "tell_reporters",
    "tell_staff",
    "tell_unclear",
    "unblock",
    "unblock_own",
]
