"""What the tests against outside systems share: the list of what is installed, printed before they run."""

from tests.outside.systems import SYSTEMS


def pytest_report_header() -> list[str]:
    """One line for each outside system: found, or the reason why its tests are skipped."""
    reasons = {system.title: system.missing() for system in SYSTEMS.values()}
    return [
        f"outside system: {title}: {f'skipped: {reason}' if reason else 'found'}" for title, reason in reasons.items()
    ]
