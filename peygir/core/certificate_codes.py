"""The codes of certificates, which open the page that verifies them."""

import re
import secrets
from typing import Final

CODE_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter that is mistaken for another one or for a digit."""
CODE_LENGTH: Final = 12
_CODE: Final = re.compile(rf"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")


def new_code() -> str:
    """Return a random code: 59 bits, which nobody finds by trying."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))


def is_certificate_code(text: str) -> bool:
    """Whether a text may be the code of a certificate."""
    return _CODE.fullmatch(text) is not None
