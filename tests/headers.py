"""What every answer tells the browser beside its page, as a checked list, and what must not stand in a page."""

import re
from typing import Any, Final

# header → what must stand in it. The list follows the OWASP Secure Headers Project; nothing here is optional.
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "connect-src 'self'",
    ),
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("DENY",),
    "Referrer-Policy": ("same-origin",),
    "Cross-Origin-Opener-Policy": ("same-origin",),
    "Cross-Origin-Resource-Policy": ("same-origin",),
    "Permissions-Policy": ("geolocation=(self)", "camera=()", "microphone=()", "payment=()", "usb=()"),
}
OTHERWISE: Final = {("Referrer-Policy", "same-origin"): "no-referrer"}
"""What says more than it must."""
TOLD_BY_NOBODY: Final = ("Server", "X-Powered-By")


def faults_of(answer: Any) -> list[str]:
    """Every header that is missing or says less than it must."""
    faults = [
        f"{name}: {expected_part}"
        for name, wanted in HEADERS.items()
        for expected_part in wanted
        if expected_part not in answer.headers.get(name, "")
        and answer.headers.get(name, "") != OTHERWISE.get((name, expected_part), expected_part)
        # Open data, which any site may read.
        and not (name == "Cross-Origin-Resource-Policy" and answer.headers.get("Access-Control-Allow-Origin") == "*")
    ]
    policy = answer.headers.get("Content-Security-Policy", "")
    faults += [
        f"{expected_part} in the policy"
        for expected_part in ("unsafe-inline", "unsafe-eval", "*")
        if expected_part in policy
    ]
    return faults + [name for name in TOLD_BY_NOBODY if name in answer.headers]


def inline_parts(text: str) -> list[str]:
    """The scripts and styles that a page of HTML holds itself, which the policy forbids."""
    tags = re.findall(r"<script[^>]*>", text)
    scripts = [tag for tag in tags if "src=" not in tag and 'type="application/json"' not in tag]  # data do not run
    return scripts + re.findall(r"<style[\s>]|\sstyle=|\son\w+=|javascript:", text)
