"""SMPP 3.4 with a mobile operator's message centre, by `smpplib`: one bound session for sending and listening.

`smpp://SYSTEM:PASSWORD@host:2775?from=LINE` (smpps:// inside TLS). A message that the centre took has its id; when
the answer is lost the protocol has no way to ask by our own id, so the message is not sent again by itself. What
comes in is acknowledged only after it was stored (`settle`), so nothing is lost between the two.
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
from peygir.gateways.deeds import CannotTell, Delivery, GatewayFailed, GatewayUnsure, Receipt, Spoken
from peygir.gateways.port_urls import PortUrl
from peygir.gateways.smpp_words import PartsInHand, receipt_in, whole_of

SECONDS: Final = 10.0
KEEP_ALIVE: Final = 30.0
_PORTS: Final = {"smpp": 2775, "smpps": 3550}
# What says that this number or these words will fail again (SMPP 3.4, 5.1.3): a wrong address, a wrong length.
_LASTING: Final = frozenset({consts.SMPP_ESME_RINVDSTADR, consts.SMPP_ESME_RINVMSGLEN})
_BROKEN: Final = (OSError, exceptions.ConnectionError, exceptions.PDUError, exceptions.UnknownCommandError, ValueError)


class Smpp:
    """One session, shared by the threads of a process; a broken one is bound anew by the next who needs it."""

    name = "smpp"
    is_sure = False

    def __init__(self, at: PortUrl, *, seconds: float = SECONDS) -> None:
        self._at, self._seconds = at, seconds
        self._guard = threading.RLock()
        self._client: Client | None = None
        self._spoke_at = 0.0
        self._waiting: list[Any] = []  # deliver_sm that were read and not stored yet
        self._unsettled: list[Any] = []
        self._parts = PartsInHand()

    def send(self, to: str, text: str, message_id: str) -> Receipt:
        """Raises GatewayFailed while nothing was taken, GatewayUnsure once something may have been."""
        parts, encoding, feature = gsm.make_parts(text)
        with self._guard:
            client = self._bound()
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
        return Receipt(names[0], parts=len(parts))

    def find(self, to: str, text: str, message_id: str, since: datetime) -> Receipt | None:
        """The protocol asks by the centre's id alone, and that is what was lost."""
        raise CannotTell

    def deliveries(self, provider_ids: Sequence[str]) -> list[Delivery]:
        """Nothing is asked: the centre tells by itself (`inbox`)."""
        return []

    def balance(self) -> None:
        """SMPP knows no money."""

    def called(self, given: Mapping[str, str]) -> None:
        """A centre does not call by HTTP."""

    def inbox(self) -> list[Spoken | Delivery]:
        """What came in since, messages and reports; to be acknowledged with `settle`. Keeps the line alive."""
        with self._guard:
            client = self._bound()
            try:
                if clock.monotonic() - self._spoke_at > KEEP_ALIVE:
                    self._send(client, smpp.make_pdu("enquire_link", client=client))
                while select.select([client._socket], [], [], 0)[0]:
                    self._take(client, client.read_pdu())
            except _BROKEN as trouble:
                self.close()
                raise GatewayFailed(
                    f"the message centre broke off: {type(trouble).__name__}", is_permanent=False
                ) from trouble
            heard: list[Spoken | Delivery] = []
            for pdu in self._waiting:
                words, told = whole_of(pdu, self._parts), receipt_in(pdu)
                heard += [told] if told is not None else [words] if words is not None else []
            self._unsettled, self._waiting = self._unsettled + self._waiting, []
            return heard

    def settle(self) -> None:
        """What `inbox` gave is stored: the centre may forget it. Parts of a message stay until the whole is there."""
        with self._guard:
            client, left = self._client, []
            for pdu in self._unsettled:
                if self._parts.is_waiting_for(pdu):
                    left.append(pdu)
                elif client is not None:
                    answer = smpp.make_pdu("deliver_sm_resp", client=client, status=consts.SMPP_ESME_ROK)
                    answer.sequence = pdu.sequence
                    with suppress(*_BROKEN):
                        self._send(client, answer)
            self._unsettled = left

    def close(self) -> None:
        """Leave without a word; what was not acknowledged will come again."""
        with self._guard:
            client, self._client = self._client, None
            self._waiting, self._unsettled, self._parts = [], [], PartsInHand()
            if client is not None:
                client.state = consts.SMPP_CLIENT_STATE_OPEN
                with suppress(OSError):
                    client.disconnect()

    def leave(self) -> None:
        """Say goodbye (unbind) and close."""
        with self._guard, suppress(*_BROKEN):
            if self._client is not None:
                self._client.unbind()
        self.close()

    def _bound(self) -> Client:
        if self._client is not None:
            return self._client
        at = self._at
        trust = ssl.create_default_context() if at.scheme == "smpps" else None
        client = Client(
            at.host, at.port or _PORTS[at.scheme], timeout=self._seconds, ssl_context=trust,
            allow_unknown_opt_params=True, logger_name="peygir.gateways.smpp",
        )  # fmt: skip
        try:
            client.connect()
            client.bind_transceiver(
                system_id=at.user, password=at.password, system_type=at.options.get("type", ""), interface_version=0x34
            )
        except _BROKEN as trouble:
            client.state = consts.SMPP_CLIENT_STATE_OPEN
            client.disconnect()
            raise GatewayFailed(
                f"the message centre does not let us in: {type(trouble).__name__}", is_permanent=False
            ) from trouble
        self._client, self._spoke_at = client, clock.monotonic()
        return client

    def _submit(self, client: Client, to: str, part: bytes, encoding: int, feature: int) -> Any:
        pdu = smpp.make_pdu(
            "submit_sm", client=client, source_addr_ton=consts.SMPP_TON_UNK, source_addr_npi=consts.SMPP_NPI_ISDN,
            source_addr=self._at.options["from"], dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN, destination_addr=to.removeprefix("+"), short_message=part,
            data_coding=encoding, esm_class=feature, registered_delivery=True,
        )  # fmt: skip
        self._send(client, pdu)
        until = clock.monotonic() + self._seconds
        while clock.monotonic() < until:
            answer = client.read_pdu()
            if answer.command in ("submit_sm_resp", "generic_nack") and answer.sequence == pdu.sequence:
                return answer
            self._take(client, answer)
        raise TimeoutError

    def _take(self, client: Client, pdu: Any) -> None:
        """Something that the centre says of its own accord."""
        if pdu.command == "deliver_sm":
            self._waiting.append(pdu)
        elif pdu.command == "enquire_link":
            client._enquire_link_received(pdu)
        elif pdu.command == "unbind":
            raise exceptions.ConnectionError

    def _send(self, client: Client, pdu: Any) -> None:
        client.send_pdu(pdu)
        self._spoke_at = clock.monotonic()


def _text(name: bytes | str | None) -> str:
    return name.decode("ascii", "replace") if isinstance(name, bytes) else str(name or "")
