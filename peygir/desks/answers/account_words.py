"""The sentence of an account change for an email, in Persian and English, by the kind of its event."""

from collections.abc import Mapping
from typing import Any, Final

from peygir.core.translation import Text, pgettext_lazy
from peygir.history.kinds.people import (
    AccountChangeConfirmed,
    AccountChangeProposed,
    AccountChangeRefused,
    AccountChangeWithdrawn,
    DirectoryLinked,
    DirectoryUnlinked,
    PasskeyAdded,
    PasskeyRemoved,
    PasswordChanged,
    PasswordReset,
    RecoveryCodeUsed,
    SecondStepDisabled,
    SecondStepEnabled,
    SecondStepReset,
    StaffAdded,
    StaffChanged,
    StaffSessionsEnded,
)

_DEEDS: Final[dict[str, Text]] = {
    "change": pgettext_lazy("change of an account", "a change of role, details or of the account being open"),
    "post": pgettext_lazy("change of an account", "a change of its posts"),
    "password": pgettext_lazy("change of an account", "a new password"),
    "second_step": pgettext_lazy("change of an account", "removing the second sign-in step"),
}
# kind of event → (Persian, English); {deed} is the proposed change
WORDS: Final[dict[str, Text]] = {
    StaffAdded.kind: pgettext_lazy("event of an account", "the account was made"),
    StaffChanged.kind: pgettext_lazy("event of an account", "the account was changed"),
    PasswordReset.kind: pgettext_lazy("event of an account", "a new password was set"),
    SecondStepReset.kind: pgettext_lazy("event of an account", "the second sign-in step was removed"),
    PasswordChanged.kind: pgettext_lazy("event of an account", "its holder changed the password"),
    SecondStepEnabled.kind: pgettext_lazy("event of an account", "the second sign-in step was turned on"),
    SecondStepDisabled.kind: pgettext_lazy("event of an account", "its holder turned the second sign-in step off"),
    PasskeyAdded.kind: pgettext_lazy("event of an account", "its holder added a passkey"),
    PasskeyRemoved.kind: pgettext_lazy("event of an account", "its holder removed a passkey"),
    RecoveryCodeUsed.kind: pgettext_lazy("event of an account", "somebody signed in with one of its recovery codes"),
    DirectoryLinked.kind: pgettext_lazy("event of an account", "it was linked to the organisation's directory"),
    DirectoryUnlinked.kind: pgettext_lazy(
        "event of an account", "its link to the organisation's directory was removed"
    ),
    StaffSessionsEnded.kind: pgettext_lazy("event of an account", "the account was signed out everywhere"),
    AccountChangeProposed.kind: pgettext_lazy(
        "event of an account", "{deed} was proposed and waits for a second person"
    ),
    AccountChangeConfirmed.kind: pgettext_lazy("event of an account", "{deed} was confirmed"),
    AccountChangeRefused.kind: pgettext_lazy("event of an account", "{deed} was refused"),
    AccountChangeWithdrawn.kind: pgettext_lazy("event of an account", "the proposal of {deed} was withdrawn"),
}


def account_words(kind: str, data: Mapping[str, Any], language: str) -> str:
    """The sentence of one event in a language."""
    deed = _DEEDS.get(str(data.get("deed", "")), "")
    words = WORDS[kind].filled({"deed": deed}).in_language(language)
    return words[:1].upper() + words[1:]
