"""An SMPP 3.4 client of a mobile operator's message centre, by `smpplib`: bound as one transceiver, or as a pair.

`smpp://SYSTEM:PASSWORD@host:2775?from=LINE` (smpps:// inside TLS); with `bind=pair` a transmitter sends and a receiver
receives, for a centre without transceivers. A message that the centre took has its id; if
the answer is lost the protocol has no query by our own id, so the message is not resent automatically. An inbound
message is acknowledged only after it was stored (`settle`), so nothing is lost between the two.
"""

from __future__ import annotations

import select
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from smpplib import consts, exceptions, gsm, smpp
from smpplib.client import Client

from peygir.core import clock
from peygir.gateways.closing import refuse_in_sandbox
from peygir.gateways.provider_urls import ProviderUrl
from peygir.gateways.results import (
    CannotTell,
    DeliveryReport,
    GatewayFailed,
    GatewayUnsure,
    InboundMessage,
    ProviderReceipt,
)
from peygir.gateways.smpp_words import PendingParts, receipt_in, whole_of

SECONDS: Final = 10.0
KEEP_ALIVE: Final = 30.0
ONE, PAIR = "one", "pair"
_PORTS: Final = {"smpp": 2775, "smpps": 3550}
# Errors that will recur for this number or text (SMPP 3.4, 5.1.3): a wrong address, a wrong length.
_LASTING: Final = frozenset({consts.SMPP_ESME_RINVDSTADR, consts.SMPP_ESME_RINVMSGLEN})
_BROKEN: Final = (OSError, exceptions.ConnectionError, exceptions.PDUError, exceptions.UnknownCommandError, ValueError)


class Smpp:
    """One session or two, shared by the threads of a process; a broken one is bound anew at its next use."""

    name = "smpp"
    is_sure = False

    def __init__(self, at: ProviderUrl, *, seconds: float = SECONDS, keep_alive: float = KEEP_ALIVE) -> None:
        if at.options.get("bind", ONE) not in (ONE, PAIR):
            raise ValueError(f"PEYGIR_SMS_SMPP: the option bind is “{ONE}” or “{PAIR}”")
        self._at, self._seconds, self._is_pair = at, seconds, at.options.get("bind") == PAIR
        self._keep_alive = keep_alive  # seconds of silence before an enquire_link
        self._guard = threading.RLock()
        self._clients: dict[str, Client] = {}  # kind of bind → the session
        self._spoke_at: dict[str, float] = {}
        self._waiting: list[Any] = []  # deliver_sm that were read and not stored yet
        self._unsettled: list[Any] = []
        self._parts = PendingParts()

    def send(self, to: str, text: str, message_id: str) -> ProviderReceipt:
        """Send a message. Raises GatewayFailed while nothing was taken, GatewayUnsure once something may have been."""
        parts, encoding, feature = gsm.make_parts(text)
        with self._guard:
            client = self._bound(self._way_out)
            names: list[str] = []
            for part in parts:
                try:
                    answer = self._submit(client, to, part, encoding, feature)
                except _BROKEN as trouble:
                    self.close()
                    raise GatewayUnsure(f"the message centre broke off: {type(trouble).__name__}") from trouble
                if answer.status != consts.SMPP_ESME_ROK:
                    reason = f"the message centre answered {answer.status:#x}"
                    if names:
                        raise GatewayUnsure(f"{reason} to a later part")
                    raise GatewayFailed(reason, is_permanent=answer.status in _LASTING)
                names.append(_text(answer.message_id))
        return ProviderReceipt(names[0], parts=len(parts))

    def find(self, to: str, text: str, message_id: str, since: datetime) -> ProviderReceipt | None:
        """Raises CannotTell: the protocol queries by the centre's id alone, and that is what was lost."""
        raise CannotTell

    def deliveries(self, provider_ids: Sequence[str]) -> list[DeliveryReport]:
        """Returns nothing: the centre sends delivery reports itself (`inbox`)."""
        return []

    def balance(self) -> None:
        """SMPP has no balance."""

    def called(self, given: Mapping[str, str]) -> None:
        """A message centre sends no HTTP callbacks."""

    def inbox(self) -> list[InboundMessage | DeliveryReport]:
        """Inbound messages and delivery reports since the last call, to acknowledge by `settle`. Pings the session."""
        with self._guard:
            self._bound(self._way_in)
            try:
                for way, client in self._clients.items():
                    if clock.monotonic() - self._spoke_at[way] > self._keep_alive:
                        self._send(way, smpp.make_pdu("enquire_link", client=client))
                    while select.select([client._socket], [], [], 0)[0]:
                        self._take(client, client.read_pdu())
            except _BROKEN as trouble:
                self.close()
                raise GatewayFailed(
                    f"the message centre broke off: {type(trouble).__name__}", is_permanent=False
                ) from trouble
            heard: list[InboundMessage | DeliveryReport] = [*self._parts.take_overdue(clock.now())]
            for pdu in self._waiting:
                words, told = whole_of(pdu, self._parts), receipt_in(pdu)
                heard += [told] if told is not None else [words] if words is not None else []
            self._unsettled, self._waiting = self._unsettled + self._waiting, []
            return heard

    def settle(self) -> None:
        """Acknowledge what `inbox` returned, once it is stored. Parts of a message stay until it is complete."""
        with self._guard:
            client, left = self._clients.get(self._way_in), []
            for pdu in self._unsettled:
                if self._parts.is_waiting_for(pdu):
                    left.append(pdu)
                elif client is not None:
                    answer = smpp.make_pdu("deliver_sm_resp", client=client, status=consts.SMPP_ESME_ROK)
                    answer.sequence = pdu.sequence
                    with suppress(*_BROKEN):
                        self._send(self._way_in, answer)
            self._unsettled = left

    def close(self) -> None:
        """Close without unbinding; unacknowledged messages will be delivered again."""
        with self._guard:
            clients, self._clients = list(self._clients.values()), {}
            self._waiting, self._unsettled, self._parts = [], [], PendingParts()
            for client in clients:
                client.state = consts.SMPP_CLIENT_STATE_OPEN
                with suppress(OSError):
                    client.disconnect()

    def leave(self) -> None:
        """Unbind and close."""
        with self._guard:
            for client in self._clients.values():
                with suppress(*_BROKEN):
                    client.unbind()
        self.close()

    @property
    def _way_out(self) -> str:
        return "transmitter" if self._is_pair else "transceiver"

    @property
    def _way_in(self) -> str:
        return "receiver" if self._is_pair else "transceiver"

    def _bound(self, way: str) -> Client:
        """The session for sending or receiving. Raises GatewayFailed."""
        if way in self._clients:
            return self._clients[way]
        refuse_in_sandbox()
        at = self._at
        trust = ssl.create_default_context() if at.scheme == "smpps" else None
        client = Client(
            at.host,
            at.port or _PORTS[at.scheme],
            timeout=self._seconds,
            ssl_context=trust,
            allow_unknown_opt_params=True,
            logger_name="peygir.gateways.smpp",
        )
        try:
            client.connect()
            bind = {"transmitter": client.bind_transmitter, "receiver": client.bind_receiver}
            bind.get(way, client.bind_transceiver)(
                system_id=at.user, password=at.password, system_type=at.options.get("type", ""), interface_version=0x34
            )
        except _BROKEN as trouble:
            client.state = consts.SMPP_CLIENT_STATE_OPEN
            client.disconnect()
            raise GatewayFailed(
                f"the message centre does not let us in: {type(trouble).__name__}", is_permanent=False
            ) from trouble
        self._clients[way], self._spoke_at[way] = client, clock.monotonic()
        return client

    def _submit(self, client: Client, to: str, part: bytes, encoding: int, feature: int) -> Any:
        pdu = smpp.make_pdu(
            "submit_sm",
            client=client,
            source_addr_ton=consts.SMPP_TON_UNK,
            source_addr_npi=consts.SMPP_NPI_ISDN,
            source_addr=self._at.options["from"],
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=to.removeprefix("+"),
            short_message=part,
            data_coding=encoding,
            esm_class=feature,
            registered_delivery=True,
        )
        self._send(self._way_out, pdu)
        until = clock.monotonic() + self._seconds
        while clock.monotonic() < until:
            answer = client.read_pdu()
            if answer.command in ("submit_sm_resp", "generic_nack") and answer.sequence == pdu.sequence:
                return answer
            self._take(client, answer)
        raise TimeoutError

    def _take(self, client: Client, pdu: Any) -> None:
        """Handle a PDU that the centre sends on its own."""
        if pdu.command == "deliver_sm":
            self._waiting.append(pdu)
        elif pdu.command == "enquire_link":
            client._enquire_link_received(pdu)
        elif pdu.command == "unbind":
            raise exceptions.ConnectionError

    def _send(self, way: str, pdu: Any) -> None:
        self._clients[way].send_pdu(pdu)
        self._spoke_at[way] = clock.monotonic()


def _text(name: bytes | str | None) -> str:
    return name.decode("ascii", "replace") if isinstance(name, bytes) else str(name or "")
