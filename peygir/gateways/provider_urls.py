"""Parses a provider's URL, its whole configuration: key or user and password, host, and options."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class ProviderUrl:
    """The URL's parts; `base` has neither secrets nor options and no slash at its end."""

    scheme: str
    base: str
    host: str
    port: int | None
    user: str = field(repr=False)
    password: str = field(repr=False)
    options: dict[str, str] = field(repr=False)

    @property
    def key(self) -> str:
        """User and password as one secret, for providers whose token contains a colon."""
        return f"{self.user}:{self.password}" if self.password else self.user


def read_provider_url(
    setting: str,
    url: str,
    *,
    schemes: Collection[str] = ("https", "http"),
    needs: Collection[str] = (),
    knows: Collection[str] = (),
) -> ProviderUrl:
    """Parse a provider's URL. Raises ValueError with a sentence if it is invalid; the sentence contains no secret."""
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"{setting} must look like {next(iter(schemes))}://key@host/path")
    if not parts.username:
        raise ValueError(f"{setting} lacks its key or user before the @")
    if missing := set(needs) - set(options):
        raise ValueError(f"{setting} lacks the option {', '.join(sorted(missing))}")
    if unknown := set(options) - set(needs) - set(knows):
        raise ValueError(f"{setting} has an unknown option: {', '.join(sorted(unknown))}")
    try:
        port = parts.port
    except ValueError as wrong:
        raise ValueError(f"{setting} has a port that is no number") from wrong
    place = f"{parts.hostname}:{port}" if port else parts.hostname
    return ProviderUrl(
        parts.scheme,
        f"{parts.scheme}://{place}{parts.path.rstrip('/')}",
        parts.hostname,
        port,
        unquote(parts.username),
        unquote(parts.password or ""),
        options,
    )
