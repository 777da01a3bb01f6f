"""Rate limits of staff sign-in: guessing is slow, and nobody can lock somebody else out."""

import hashlib
from typing import Final

from peygir.core.addresses import caller_key, site_key
from peygir.people.actions.counting import Limit, count_misses, is_any_over, refuse_if_any_over

# Each is (wrong attempts, seconds). Short windows slow a guesser down; long ones bound the guesses of a day.
OF_NAME_AND_ADDRESS: Final = ((5, 60), (20, 600), (100, 86_400))
# All addresses of one IPv6 site together: few enough that one site alone never uses up a name's limit (OF_NAME).
OF_NAME_AND_SITE: Final = ((10, 60), (60, 600), (300, 86_400))
OF_ADDRESS: Final = ((100, 600),)
# All addresses together. Wide: it slows a guesser with many addresses down, and must not lock the person out.
OF_NAME: Final = ((30, 60),)
OF_DEVICE: Final = ((30, 3_600),)
OF_CODE_AND_ADDRESS: Final = ((5, 60), (10, 600))
OF_CODE: Final = ((30, 600), (100, 86_400))


def refuse_guesses(username: str, address: str, *, device: str = "") -> None:
    """Raises AskedTooOften if a name had too many wrong passwords. Counts nothing.

    `device` identifies a browser in which this person signed in before: attempts by others at the name or from the
    address do not lock it out. It has its own limit of wrong attempts, and beyond that counts as an unknown browser.
    """
    if not device or _is_used_up(device):
        refuse_if_any_over(_of_password(username, address))


def count_wrong_password(username: str, address: str, *, device: str = "") -> None:
    """Count one wrong password. An unknown user name counts like any other."""
    count_misses(_of_device(device) if device and not _is_used_up(device) else _of_password(username, address))


def refuse_code_guesses(staff_id: int, address: str, *, device: str = "") -> None:
    """Raises AskedTooOften if an account had too many wrong second-factor codes. Counts nothing."""
    if not device or _is_used_up(device):
        refuse_if_any_over(_of_second_step(staff_id, address))


def count_wrong_code(staff_id: int, address: str, *, device: str = "") -> None:
    """Count one wrong second-factor code."""
    count_misses(_of_device(device) if device and not _is_used_up(device) else _of_second_step(staff_id, address))


def _of_password(username: str, address: str) -> list[Limit]:
    caller, site, name = caller_key(address), site_key(address), username.strip().lower()
    of_site = OF_NAME_AND_SITE if site else ()
    return [
        *(Limit("staff_site", _digest(name, site), most, seconds) for most, seconds in of_site),
        *(Limit("staff_pair", _digest(name, caller), most, seconds) for most, seconds in OF_NAME_AND_ADDRESS),
        *(Limit("staff_address", caller, most, seconds) for most, seconds in OF_ADDRESS),
        *(Limit("staff_name", _digest(name), most, seconds) for most, seconds in OF_NAME),
    ]


def _of_second_step(staff_id: int, address: str) -> list[Limit]:
    pair, site = _digest(str(staff_id), caller_key(address)), site_key(address)
    of_site = OF_NAME_AND_SITE if site else ()
    return [
        *(Limit("staff_code_site", _digest(str(staff_id), site), most, seconds) for most, seconds in of_site),
        *(Limit("staff_code_pair", pair, most, seconds) for most, seconds in OF_CODE_AND_ADDRESS),
        *(Limit("staff_code", str(staff_id), most, seconds) for most, seconds in OF_CODE),
    ]


def _of_device(device: str) -> list[Limit]:
    return [Limit("staff_device", _digest(device), most, seconds) for most, seconds in OF_DEVICE]


def _is_used_up(device: str) -> bool:
    return is_any_over(_of_device(device))


def _digest(*parts: str) -> str:
    """Return a key of fixed length; a password may have been typed as the name, so the text is not stored."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
