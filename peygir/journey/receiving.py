"""A report from another system, whose reporter may have left an e-mail address and no phone."""

from typing import Any

from django.db import transaction

from peygir.answers import actions as answers
from peygir.cases.queries import report_by_code
from peygir.core.words import plain
from peygir.intake.actions import Receipt, Reporter, receive_report


def receive_told(city_code: str, *, reporter: Reporter, **said: Any) -> Receipt:
    """`intake.receive_report`; who left an e-mail address alone hears of the report by it. Raises what that raises."""
    address = plain(reporter.email).lower() if not plain(reporter.phone) else ""
    if not address:
        return receive_report(city_code, reporter=reporter, **said)
    with transaction.atomic():
        receipt = receive_report(city_code, reporter=reporter, **said)
        if receipt.is_new and (report := report_by_code(receipt.code)) is not None:
            answers.keep_way(report.pk, channel="mail", address=address)
    return receipt
