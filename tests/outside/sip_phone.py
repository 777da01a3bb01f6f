"""A small SIP telephone over UDP for tests: it calls, rings, answers, refuses, presses keys, transfers and hangs up.

After RFC 3261 (dialogs and transactions over a loss-free loopback: nothing is sent twice), RFC 3515 (REFER), and
RFC 2976 with `application/dtmf-relay` for keys. Speech is silence in G.711 (RFC 3551).
"""

import asyncio
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Final, cast

from tests.outside.sip_message import SipMessage, media_port_of, parse_message, uri_of

HOST: Final = "127.0.0.1"
_ALLOW: Final = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE"
_REASONS: Final = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    404: "Not Found",
    480: "Temporarily Unavailable",
    486: "Busy Here",
    487: "Request Terminated",
    603: "Decline",
}
_ULAW_SILENCE: Final = b"\xff" * 160
_FRAME_SECONDS: Final = 0.02
LONGEST: Final = 600.0  # seconds that a call lasts at most


@dataclass
class SipCall:
    """One dialog of a phone: events for what happens to it, and what both sides need to speak of it."""

    phone: "SipPhone"
    call_id: str
    own: str  # our From or To, with our tag
    other: str  # theirs
    target: str  # the address to which requests in the dialog go
    is_outgoing: bool
    invite: SipMessage | None = None
    branch: str = ""
    cseq: int = 1
    media_port: int = 0
    status: int = 0  # the final status of an INVITE
    ringing: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def press(self, key: str) -> None:
        """Press one key, told by INFO."""
        self.phone.request(self, "INFO", body=f"Signal={key}\r\nDuration=160\r\n", kind="application/dtmf-relay")

    def transfer(self, target: str) -> None:
        """Send the other side to another number (a blind transfer by the phone itself)."""
        to = f"<sip:{target}@{HOST}:{self.phone.server}>"
        self.phone.request(self, "REFER", more=[("Refer-To", to), ("Referred-By", self.phone.contact)])

    def answer(self) -> None:
        """Pick up a call that rings."""
        assert self.invite is not None
        self.phone.respond(self.invite, 200, self, body=self.phone.sdp())
        self.answered.set()
        self.phone.in_background(self.speak(LONGEST))

    def refuse(self, status: int = 486) -> None:
        """Refuse a call that rings."""
        assert self.invite is not None
        self.phone.respond(self.invite, status, self)
        self.ended.set()

    def hang_up(self) -> None:
        """End the call, whether it was answered or still rings; twice is once."""
        if self.ended.is_set():
            return
        if self.answered.is_set():
            self.phone.request(self, "BYE")
        elif self.is_outgoing:
            self.phone.cancel(self)
        else:
            self.refuse(480)
        self.ended.set()

    async def speak(self, seconds: float) -> None:
        """Send silence as speech: a mailbox has something to record, and Asterisk hears keys only between frames."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=(HOST, 0))
        source = secrets.token_bytes(4)
        try:
            for number in range(round(seconds / _FRAME_SECONDS)):
                if self.ended.is_set():
                    return
                head = (
                    bytes([0x80, 0]) + (number % 65536).to_bytes(2, "big") + (number * 160).to_bytes(4, "big") + source
                )
                transport.sendto(head + _ULAW_SILENCE, (HOST, self.media_port))
                await asyncio.sleep(_FRAME_SECONDS)
        finally:
            transport.close()


class SipPhone(asyncio.DatagramProtocol):
    """A phone at a port of the loopback; `does` says what it does when it is called.

    "answer" (after `rings_for` seconds), "ring" (never answers by itself), or a status such as 486 or 404.
    `calls` holds every dialog, the newest last.
    """

    def __init__(self, number: str, port: int, server: int) -> None:
        self.number, self.port, self.server = number, port, server
        self.media_port = port + 1000
        self.does: str | int = "answer"
        self.rings_for = 0.3
        self.calls: list[SipCall] = []
        self.rang = asyncio.Event()
        self._transport: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the port."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(HOST, self.port))

    def stop(self) -> None:
        """Hang everything up and close the port."""
        for call in self.calls:
            call.hang_up()
        for task in self._tasks:
            task.cancel()
        if self._transport is not None:
            self._transport.close()

    def in_background(self, what: Coroutine[None, None, None]) -> None:
        """Let something go on until the phone is stopped."""
        task = asyncio.get_running_loop().create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def contact(self) -> str:
        """Where the phone is reached."""
        return f"<sip:{self.number}@{HOST}:{self.port}>"

    @property
    def call(self) -> SipCall:
        """The newest dialog."""
        return self.calls[-1]

    def sdp(self) -> str:
        """An offer or answer of G.711 alone."""
        return "\r\n".join(
            [
                "v=0",
                f"o=- 1 1 IN IP4 {HOST}",
                "s=-",
                f"c=IN IP4 {HOST}",
                "t=0 0",
                f"m=audio {self.media_port} RTP/AVP 0",
                "a=rtpmap:0 PCMU/8000",
                "a=sendrecv",
                "",
            ]
        )

    def dial(self, number: str, *, caller: str = "") -> SipCall:
        """Call a number of the exchange, as whom one says."""
        uri = f"sip:{number}@{HOST}:{self.server}"
        own = f"<sip:{caller or self.number}@{HOST}>;tag={secrets.token_hex(4)}"
        call = SipCall(self, f"{secrets.token_hex(8)}@{HOST}", own, f"<{uri}>", uri, is_outgoing=True)
        self.calls.append(call)
        call.branch = f"z9hG4bK{secrets.token_hex(8)}"
        self._send([f"INVITE {uri} SIP/2.0", *self._head(call, "INVITE", call.branch)], self.sdp(), "application/sdp")
        return call

    def request(
        self, call: SipCall, method: str, *, body: str = "", kind: str = "", more: list[tuple[str, str]] | None = None
    ) -> None:
        """A request in a dialog."""
        call.cseq += 1
        lines = [f"{method} {call.target} SIP/2.0", *self._head(call, method, f"z9hG4bK{secrets.token_hex(8)}")]
        self._send([*lines, *(f"{name}: {value}" for name, value in more or [])], body, kind)

    def cancel(self, call: SipCall) -> None:
        """Take back an INVITE that is not answered."""
        self._send([f"CANCEL {call.target} SIP/2.0", *self._head(call, "CANCEL", call.branch)])

    def respond(self, to: SipMessage, status: int, call: SipCall | None = None, *, body: str = "") -> None:
        """Answer a request."""
        lines = [f"SIP/2.0 {status} {_REASONS.get(status, 'Whatever')}"]
        lines += [f"Via: {value}" for name, value in to.headers if name == "via"]
        own = call.own if call is not None and not call.is_outgoing else to.get("to")
        lines += [f"From: {to.get('from')}", f"To: {own}", f"Call-ID: {to.get('call-id')}", f"CSeq: {to.get('cseq')}"]
        lines += [f"Contact: {self.contact}", f"Allow: {_ALLOW}"]
        self._send(lines, body, "application/sdp")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The port is open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        """A message has come."""
        if not data.strip():
            return
        message = parse_message(data)
        call = next((one for one in self.calls if one.call_id == message.get("call-id")), None)
        if message.status:
            if call is not None and message.method == "INVITE":
                self._answered(call, message)
        elif message.method == "INVITE":
            self._invited(message, call)
        elif message.method == "CANCEL" and call is not None and call.invite is not None:
            self.respond(message, 200, call)
            self.respond(call.invite, 487, call)
            call.ended.set()
        elif message.method != "ACK":
            self.respond(message, 200, call)
            if message.method == "BYE" and call is not None:
                call.ended.set()

    def _invited(self, message: SipMessage, call: SipCall | None) -> None:
        if call is not None:  # a change of a call that goes on
            self.respond(message, 200, call, body=self.sdp())
            return
        own = f"{message.get('to')};tag={secrets.token_hex(4)}"
        call = SipCall(
            self,
            message.get("call-id"),
            own,
            message.get("from"),
            uri_of(message.get("contact")),
            is_outgoing=False,
            invite=message,
            cseq=100,
            media_port=media_port_of(message.body),
        )
        self.calls.append(call)
        if isinstance(self.does, int):
            call.refuse(self.does)
            return
        self.respond(message, 180, call)
        call.ringing.set()
        self.rang.set()
        if self.does == "answer":
            self.in_background(self._answer_later(call))

    async def _answer_later(self, call: SipCall) -> None:
        await asyncio.sleep(self.rings_for)
        if not call.ended.is_set():
            call.answer()

    def _answered(self, call: SipCall, message: SipMessage) -> None:
        if message.status < 180:
            return
        call.other = message.get("to")
        if message.status < 200:
            call.ringing.set()
            return
        call.target = uri_of(message.get("contact")) or call.target
        branch = f"z9hG4bK{secrets.token_hex(8)}" if message.status < 300 else call.branch
        head = self._head(call, "ACK", branch, int(message.get("cseq").split()[0]))
        self._send([f"ACK {call.target} SIP/2.0", *head])
        call.status = call.status or message.status
        if message.status < 300:
            call.media_port = media_port_of(message.body)
            call.answered.set()
        else:
            call.ended.set()

    def _head(self, call: SipCall, method: str, branch: str, cseq: int = 0) -> list[str]:
        return [
            f"Via: SIP/2.0/UDP {HOST}:{self.port};branch={branch};rport",
            f"From: {call.own}",
            f"To: {call.other}",
            f"Call-ID: {call.call_id}",
            f"CSeq: {cseq or call.cseq} {method}",
            f"Contact: {self.contact}",
            "Max-Forwards: 70",
            f"Allow: {_ALLOW}",
        ]

    def _send(self, lines: list[str], body: str = "", kind: str = "") -> None:
        if self._transport is None or self._transport.is_closing():
            return
        head = [*lines, *([f"Content-Type: {kind}"] if body else []), f"Content-Length: {len(body)}", "", ""]
        self._transport.sendto(("\r\n".join(head) + body).encode(), (HOST, self.server))
