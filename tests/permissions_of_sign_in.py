"""The pages of signing in beside the password in the table of doors: who opens them."""

from typing import Final

_ANYBODY: Final = "..........."
_STAFF: Final = "s.........."
#                nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_HEADS: Final = "sxxxx.x.xxx"
SIGN_IN_PAGES: Final[dict[str, str]] = {
    **dict.fromkeys(("staff_passkey", "staff_passkey_ask"), _ANYBODY),
    **dict.fromkeys(("staff_oidc", "staff_oidc_back", "staff_oidc_logout"), _ANYBODY),
    **dict.fromkeys(("staff_passkeys", "staff_passkey_new", "staff_passkey_remove", "staff_recovery"), _STAFF),
    "staff_links": _STAFF,
    "admin_sign_in": _HEADS,
}
