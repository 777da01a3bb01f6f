"""A report that another system tells: it is taken even where parts of it cannot be used, and these are named."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from peygir.answers import actions as answers
from peygir.cases.queries import report_by_code
from peygir.city.queries import current_city
from peygir.core.phones import normalise_phone
from peygir.core.refusals import Invalid
from peygir.core.words import plain
from peygir.gateways.photos import check_photo
from peygir.intake.actions import Receipt, Reporter, receive_report
from peygir.intake.rules import check_people


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a report that is not kept: its field ("reporter.phone", "photos.0"), and why."""

    field: str
    refusal: Invalid


@dataclass(frozen=True, slots=True)
class Taken:
    """What was made of the report; of one that came before under the same key nothing is said to be left out."""

    receipt: Receipt
    left_out: tuple[LeftOut, ...] = ()


def receive_told(
    city_code: str,
    *,
    reporter: Reporter,
    photos_raw: Sequence[bytes | Invalid] = (),
    is_strict: bool = False,
    **said: Any,
) -> Taken:
    """`intake.receive_report` for an app, whose user may be gone before anybody could mend a phone or a photo.

    `photos_raw` holds files, and in the place of one that the door could not read the reason why.

    Such parts are left out or, if `is_strict`, refused. Who leaves an e-mail address and no phone hears of the report
    by it. Raises what `receive_report` raises.
    """
    left: list[LeftOut] = []
    known = _usable(reporter, left, region=current_city(city_code).phone_region)
    photos = _readable(photos_raw, left)
    if left and is_strict:
        raise left[0].refusal
    address = known.email.lower() if not known.phone else ""
    with transaction.atomic() if address else nullcontext():
        receipt = receive_report(city_code, reporter=known, photos_raw=photos, **said)
        if address and receipt.is_new and (report := report_by_code(receipt.code)) is not None:
            answers.keep_way(report.pk, channel="mail", address=address)
    return Taken(receipt, tuple(left) if receipt.is_new else ())


def _usable(reporter: Reporter, left: list[LeftOut], *, region: str) -> Reporter:
    """The reporter without what nobody answers at."""
    checks: dict[str, Callable[[str], object]] = {
        "phone": lambda text: normalise_phone(text, region),
        "email": lambda text: check_people(names=(), relation="", email=text),
        "for_phone": lambda text: normalise_phone(text, region),
    }
    kept: dict[str, str] = {}
    for name, check in checks.items():
        kept[name] = plain(getattr(reporter, name))
        try:
            if kept[name]:
                check(kept[name])
        except Invalid as refusal:
            kept[name] = ""
            left.append(LeftOut(f"reporter.{name}", refusal))
    return replace(reporter, **kept)


def _readable(photos_raw: Sequence[bytes | Invalid], left: list[LeftOut]) -> list[bytes]:
    """The files that are photos, as far as their heads tell."""
    kept = []
    for number, raw in enumerate(photos_raw):
        try:
            if isinstance(raw, Invalid):
                raise raw
            check_photo(raw)
        except Invalid as refusal:
            left.append(LeftOut(f"photos.{number}", refusal))
        else:
            kept.append(raw)
    return kept
