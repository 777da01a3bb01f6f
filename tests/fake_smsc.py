"""A mobile operator's message centre that speaks SMPP 3.4 on a real socket, written from the standard alone."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from peygir.gateways.results import DeliveryReport, InboundMessage
from peygir.gateways.smpp import Smpp

RECEIVER, TRANSMITTER, BIND, UNBIND, SUBMIT, DELIVER, ENQUIRE = 0x01, 0x02, 0x09, 0x06, 0x04, 0x05, 0x15
RESPONSE = 0x80000000
PHONE = "+989171234567"
LONG = "شهروند گرامی، گزارش شما ثبت شد و پیگیری می‌شود. " * 4
RECEIPT = b"id:%s sub:001 dlvrd:001 submit date:2605030930 done date:2605030931 stat:%s err:000 text:-"


@dataclass
class Submitted:
    """One submit_sm that was taken."""

    to: str
    source: str
    coding: int
    feature: int
    words: bytes
    name: str

    @property
    def text(self) -> str:
        """Its words, without the header of a part."""
        words = self.words[self.words[0] + 1 :] if self.feature & 0x40 else self.words
        return words.decode("utf-16-be" if self.coding == 8 else "ascii")


@dataclass
class Centre:
    """What it took, what it was told, and how it misbehaves: `lose` answers to submit_sm and hang up, `hush`
    them and stay on the line, or `refuse` them. An old one (`knows_pairs_only`) has no transceivers."""

    password: str = "word"
    lose: int = 0
    hush: int = 0
    refuse: int = 0
    knows_pairs_only: bool = False
    taken: list[Submitted] = field(default_factory=list)
    commands: list[int] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    talks: list[socket.socket] = field(default_factory=list)
    bound: dict[socket.socket, int] = field(default_factory=dict)  # by which command
    heard: threading.Condition = field(default_factory=threading.Condition)

    def deliver(
        self,
        sequence: int,
        text_bytes: bytes,
        *,
        source: str = "989171234567",
        feature: int = 0,
        coding: int = 0,
        extra: bytes = b"",
    ) -> None:
        """Say something to whoever is bound to listen."""
        body = (
            b"\0"
            b"\x01\x01"
            + source.encode()
            + b"\0"
            + b"\0\x01"
            + b"10004346\0"
            + bytes([feature, 0, 0])
            + b"\0\0"
            + bytes([0, 0, coding, 0, len(text_bytes)])
            + text_bytes
            + extra
        )
        self.talk_of(RECEIVER, BIND).sendall(_pdu(DELIVER, 0, sequence, body))

    def talk_of(self, *ways: int) -> socket.socket:
        """The newest session that was bound in one of these ways."""
        return next(talk for talk in reversed(self.talks) if self.bound.get(talk) in ways)

    def ask_alive(self, sequence: int, *ways: int) -> None:
        """An enquire_link of its own, by the session that listens if no other is named."""
        self.talk_of(*(ways or (RECEIVER, BIND))).sendall(_pdu(ENQUIRE, 0, sequence, b""))

    def wait_for(self, command: int, count: int = 1) -> None:
        """Until it was told something."""
        with self.heard:
            assert self.heard.wait_for(lambda: self.commands.count(command) >= count, timeout=60)


def _pdu(command: int, status: int, sequence: int, body: bytes) -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


def _exactly(talk: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = talk.recv(count - len(data))
        if not part:
            raise OSError("gone")
        data += part
    return data


def _text(body: bytes, at: int) -> tuple[str, int]:
    end = body.index(b"\0", at)
    return body[at:end].decode(), end + 1


def _submitted(body: bytes, name: str) -> Submitted:
    _, at = _text(body, 0)
    source, at = _text(body, at + 2)
    to, at = _text(body, at + 2)
    feature = body[at]
    _, at = _text(body, at + 3)
    _, at = _text(body, at)
    coding, length = body[at + 2], body[at + 4]
    return Submitted(to, source, coding, feature, body[at + 5 : at + 5 + length], name)


def _serve(centre: Centre, talk: socket.socket) -> None:
    with suppress(OSError), talk:
        while True:
            length, command, _status, sequence = struct.unpack(">LLLL", _exactly(talk, 16))
            body = _exactly(talk, length - 16)
            answer = _answer(centre, talk, command, sequence, body)
            with centre.heard:
                centre.commands.append(command)
                centre.heard.notify_all()
            if answer == b"-":
                return
            if answer:
                talk.sendall(answer)


def _answer(centre: Centre, talk: socket.socket, command: int, sequence: int, body: bytes) -> bytes:
    """What is said back; b"-": hang up without a word."""
    if command == BIND and centre.knows_pairs_only:
        return _pdu(0x80000000, 0x03, sequence, b"")  # generic_nack: no such command
    if command in (BIND, RECEIVER, TRANSMITTER):
        _, at = _text(body, 0)
        is_right = _text(body, at)[0] == centre.password
        if is_right:
            centre.bound[talk] = command
        return _pdu(command | RESPONSE, 0 if is_right else 0x0E, sequence, b"centre\0" if is_right else b"")
    if command == SUBMIT:
        if centre.bound.get(talk) not in (BIND, TRANSMITTER):
            return _pdu(command | RESPONSE, 0x04, sequence, b"")  # a receiver sends nothing
        if centre.refuse:
            return _pdu(command | RESPONSE, centre.refuse, sequence, b"")
        name = f"{0xA0 + len(centre.taken):x}"
        centre.taken.append(_submitted(body, name))
        if centre.lose:
            centre.lose -= 1
            return b"-"
        if centre.hush:
            centre.hush -= 1
            return b""
        return _pdu(command | RESPONSE, 0, sequence, name.encode() + b"\0")
    if command == DELIVER | RESPONSE:
        centre.acknowledged.append(sequence)
    return _pdu(command | RESPONSE, 0, sequence, b"") if command in (ENQUIRE, UNBIND) else b""


@contextmanager
def centre_open(centre: Centre) -> Iterator[int]:
    """The centre on a free port."""
    threads: list[threading.Thread] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                talk = listener.accept()[0]
                centre.talks.append(talk)
                threads.append(threading.Thread(target=_serve, args=(centre, talk)))
                threads[-1].start()

    listener = socket.create_server(("127.0.0.1", 0))
    door = threading.Thread(target=accept)
    door.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        door.join()
        for talk in centre.talks:
            with suppress(OSError):
                talk.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def heard(smpp: Smpp, centre: Centre) -> list[InboundMessage | DeliveryReport]:
    """What comes in until the centre has an answer to a question of its own."""
    known = centre.commands.count(ENQUIRE | RESPONSE)
    centre.ask_alive(777)
    messages: list[InboundMessage | DeliveryReport] = []
    while centre.commands.count(ENQUIRE | RESPONSE) == known:
        messages += smpp.inbox()
    return messages
