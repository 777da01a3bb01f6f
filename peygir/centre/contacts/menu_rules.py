"""An IVR menu as plain values, which of its keys are active, and the dialplan that plays it on Asterisk.

After Asterisk's documentation of extensions.conf. Every name in a menu was checked when it was saved, so none can end
its line or be parsed as more than a name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

PASS_SECONDS: Final = 25
"""How long the phone of a transfer's target rings."""
_ENTRY: Final = "peygir-in"
_LINE: Final = "PEYGIR_LINE"  # channel variable: the number that was called
_HEARD: Final = "PEYGIR_HEARD"  # channel variable: the menus played and the keys pressed in them
_QUEUE: Final = "PEYGIR_QUEUE"  # channel variable: the call's last queue


@dataclass(frozen=True, slots=True)
class MenuKeyFacts:
    """A key of a menu."""

    key: str
    name_fa: str
    name_en: str
    prompt: str
    deed: str
    target: str
    season_code: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """A version of a menu."""

    id: int
    code: str
    number: int
    from_at: datetime
    name_fa: str
    name_en: str
    greeting: str
    greeting_words: str
    consent: str
    consent_words: str
    wait_seconds: int
    repeats: int
    otherwise_queue: str
    keys: tuple[MenuKeyFacts, ...]


def is_on(key: MenuKeyFacts, day: date) -> bool:
    """Whether a key is active on a day: a campaign's key is, from its first day to its last."""
    return (key.from_on is None or key.from_on <= day) and (key.to_on is None or day <= key.to_on)


def dialplan(menus: Sequence[MenuFacts], *, zone: str, written_at: datetime, technology: str = "PJSIP") -> str:
    """Return the menus as contexts of extensions.conf; a call enters the first one through `peygir-in`.

    The text includes the contexts for transfers: to a colleague's phone (of this `technology`), and back to a queue
    when they do not answer. The dialplan checks the days of campaigns itself, so it need not be
    written anew when one begins or ends.
    """
    lines = [f"; Written by Peygir on {written_at:%Y-%m-%d %H:%M} UTC; include it from extensions.conf.", ""]
    if menus:
        lines += [*_entry(menus[0].code), ""]
    for menu in menus:
        lines += [*_menu(menu, zone), ""]
    if menus:
        lines += [*_passing(menus[0].otherwise_queue, technology), ""]
    return "\n".join(lines)


def _entry(code: str) -> Iterator[str]:
    """A trunk sends the called number with or without its plus, or not at all."""
    yield f"[{_ENTRY}]"
    for pattern in ("_X.", "_+X."):
        yield f"exten => {pattern},1,Set({_LINE}=${{EXTEN}})"
        yield f" same => n,Goto({_context(code)},s,1)"
    yield f"exten => s,1,Goto({_context(code)},s,1)"


def _menu(menu: MenuFacts, zone: str) -> Iterator[str]:
    yield f"[{_context(menu.code)}]"
    yield f"exten => s,1,NoOp(Peygir menu {menu.code} version {menu.number})"
    yield " same => n,Answer()"
    yield " same => n,Set(PEYGIR_TRIES=0)"
    if menu.consent:
        yield f" same => n,Playback({menu.consent})"
    yield f" same => n(again),Background({menu.greeting})"
    for key in menu.keys:
        if key.prompt:
            test = _test(key, zone)
            yield (
                f" same => n,ExecIf({test}?Background({key.prompt}))"
                if test
                else f" same => n,Background({key.prompt})"
            )
    yield f" same => n,WaitExten({menu.wait_seconds})"
    for key in menu.keys:
        yield from _key(menu, key, zone)
    yield from _message_kept(menu)
    yield "exten => i,1,Goto(t,1)"
    yield "exten => t,1,Set(PEYGIR_TRIES=$[${PEYGIR_TRIES} + 1])"
    yield f" same => n,GotoIf($[${{PEYGIR_TRIES}} < {menu.repeats}]?s,again)"
    yield from _told(menu, "", "")
    yield from _queue(menu.otherwise_queue)


def _key(menu: MenuFacts, key: MenuKeyFacts, zone: str) -> Iterator[str]:
    test = _test(key, zone)
    yield f"exten => {key.key},1,NoOp()"
    if test:
        yield f" same => n,GotoIf({test}?on)"
        yield " same => n,Goto(i,1)"
        yield " same => n(on),NoOp()"
    yield from _told(menu, key.key, key.season_code)
    if key.deed == "queue":
        yield from _queue(key.target)
    elif key.deed == "menu":
        yield f" same => n,Goto({_context(key.target)},s,1)"
    elif key.deed == "say":
        yield f" same => n,Playback({key.target})"
        yield " same => n,Goto(s,again)"
    elif key.deed == "voice_mail":
        yield f" same => n,VoiceMail({key.target}@default,u)"
        yield " same => n,Hangup()"
    elif key.deed == "dial":
        yield f" same => n,Dial(Local/{key.target}@from-internal,60)"
        yield " same => n,Hangup()"
    else:
        yield " same => n,Goto(s,again)"


def _queue(name: str) -> Iterable[str]:
    """A caller whom the queue releases unanswered is hung up here and called back."""
    return (f" same => n,Set({_QUEUE}={name})", f" same => n,Queue({name},t)", " same => n,Hangup()")


def _passing(queue: str, technology: str) -> Iterator[str]:
    """A redirect hangs up the operator's phone, so a caller whom nobody takes goes back to their queue.

    A consulted colleague may decline: the operator then has the caller again, and this context only ends. "t" lets the
    colleague transfer the call in turn.
    """
    yield "[peygir-pass]"
    yield f"exten => _X.,1,Dial({technology}/${{EXTEN}},{PASS_SECONDS},t)"
    yield f' same => n,ExecIf($["${{{_QUEUE}}}" = ""]?Set({_QUEUE}={queue}))'
    yield f" same => n,Queue(${{{_QUEUE}}},t)"
    yield " same => n,Hangup()"
    yield ""
    yield "[peygir-ask]"
    yield f"exten => _X.,1,Dial({technology}/${{EXTEN}},{PASS_SECONDS})"
    yield " same => n,Hangup()"


def _told(menu: MenuFacts, key: str, season: str) -> Iterator[str]:
    """Report a menu and a key: an event for connected clients, a variable and the CDR's userfield for later reading."""
    consent = "yes" if menu.consent else "no"
    yield (
        f" same => n,UserEvent(PeygirMenu,Menu: {menu.code},Version: {menu.number},Key: {key},Campaign: {season},"
        f"Consent: {consent})"
    )
    yield f" same => n,Set({_HEARD}=${{{_HEARD}}} {menu.code}/{menu.number}/{key}/{season})"
    yield f" same => n,Set(CDR(userfield)=peygir|${{{_LINE}}}|${{{_HEARD}}})"


def _message_kept(menu: MenuFacts) -> Iterator[str]:
    """VoiceMail sets its status when it ends; a caller who hangs up before the tone has left no message."""
    if any(key.deed == "voice_mail" for key in menu.keys):
        is_kept = '$["${VMSTATUS}" = "SUCCESS" & "${VM_MESSAGEFILE}" != ""]'
        yield f"exten => h,1,ExecIf({is_kept}?UserEvent(PeygirVoice,Status: ${{VMSTATUS}}))"


def _test(key: MenuKeyFacts, zone: str) -> str:
    """The days of a key as a dialplan expression, "" for always."""
    today = f"${{STRFTIME(${{EPOCH}},{zone},%Y%m%d)}}"
    parts = [f"{today} >= {key.from_on:%Y%m%d}"] if key.from_on else []
    parts += [f"{today} <= {key.to_on:%Y%m%d}"] if key.to_on else []
    return f"$[{' & '.join(parts)}]" if parts else ""


def _context(code: str) -> str:
    return f"peygir-menu-{code}"
