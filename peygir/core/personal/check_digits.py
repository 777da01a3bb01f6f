"""The check digits of bank cards, bank accounts and national ids.

Sources: ISO/IEC 7812 (Luhn) for cards, ISO 13616 for IBAN, the national id of ثبت احوال (modulo 11).
"""


def is_luhn(digits: str) -> bool:
    """Whether digits have the check digit of ISO/IEC 7812."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def is_iban(digits: str) -> bool:
    """Whether IR and these 24 digits have the right check digits."""
    return int(f"{digits[2:]}1827{digits[:2]}") % 97 == 1


def is_national_id(digits: str) -> bool:
    """Whether ten ASCII digits have the check digit of an Iranian national id."""
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)
