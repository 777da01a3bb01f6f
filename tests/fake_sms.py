"""Kavenegar, Magfa, MeliPayamak and Bale's Safir as their documents describe them, each on a real socket.

None of them sorts out what comes twice, save Safir, which promises to: so a second request is a second message.
"""

from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from tests.fake_http import Provider

KEY, LINE = "k-e-y", "10004346"


@dataclass
class Taken:
    """One message that was taken, and would reach a phone."""

    number: int
    own: str
    to: str
    text: str
    fate: int = 1


class Shop(Provider):
    """A provider of short messages. `refuses`: the status with which it refuses; `inbox`: what it has for us."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Taken] = []
        self.refuses = 0
        self.inbox: list[dict[str, Any]] = []
        self.credit = 1_500_000

    def take(self, own: object, to: object, text: object) -> Taken:
        one = Taken(8_792_000 + len(self.taken), str(own), str(to), str(text))
        self.taken.append(one)
        return one

    def own(self, name: object) -> list[Taken]:
        return [one for one in self.taken if one.own == str(name)]

    def numbered(self, names: str) -> list[Taken]:
        return [one for one in self.taken if str(one.number) in names.split(",")]


class KavenegarShop(Shop):
    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        root, _, method = path.removeprefix("/v1/").partition("/")
        if root != KEY:
            return 403, {"return": {"status": 403, "message": "کد شناسائی معتبر نمی‌باشد"}, "entries": None}
        if method == "sms/send.json":
            if self.refuses:
                return self.refuses, {"return": {"status": self.refuses, "message": "—"}, "entries": None}
            assert given["receptor"].startswith("09")
            one = self.take(given["localid"], given["receptor"], given["message"])
            return 200, _entries([_row(one) | {"cost": 1200}])
        if method == "sms/statuslocalmessageid.json":
            found = self.own(given["localid"])
            absent = {"messageid": 0, "localid": given["localid"], "status": 100, "statustext": "شناسه نامعتبر است"}
            return 200, _entries([_row(one) for one in found[:1]] or [absent])
        if method == "sms/status.json":
            return 200, _entries([_row(one) for one in self.numbered(given["messageid"])])
        if method == "sms/receive.json":
            rows, self.inbox = (self.inbox, []) if str(given["isread"]) == "0" else ([], self.inbox)
            return 200, _entries(rows)
        assert method == "account/info.json"
        return 200, {"return": {"status": 200, "message": "تایید شد"}, "entries": {"remaincredit": self.credit}}


def _row(one: Taken) -> dict[str, Any]:
    return {"messageid": one.number, "localid": one.own, "status": one.fate, "receptor": one.to, "message": one.text}


def _entries(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"return": {"status": 200, "message": "تایید شد"}, "entries": rows}


class MagfaShop(Shop):
    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        if b64decode(headers["Authorization"].removeprefix("Basic ")) != b"city/magfa:word":
            return 401, {"status": 18}
        method, _, rest = path.removeprefix("/api/http/sms/v2/").partition("/")
        if method == "send":
            if self.refuses:
                return 200, {"status": 0, "messages": [{"status": self.refuses}]}
            one = self.take(given["uids"][0], given["recipients"][0], given["messages"][0])
            row = {"status": 0, "id": one.number, "userId": given["uids"][0], "parts": 1, "tariff": 1010.0}
            return 200, {"status": 0, "messages": [row]}
        if method == "mid":
            found = self.own(rest)
            return 200, {"status": 0, "mid": found[0].number if found else -1}
        if method == "statuses":
            return 200, {"status": 0, "dlrs": [{"mid": one.number, "status": one.fate} for one in self.numbered(rest)]}
        if method == "messages":
            rows, self.inbox = self.inbox, []
            return 200, {"status": 0, "messages": rows}
        return 200, {"status": 0, "balance": self.credit}


class MeliShop(Shop):
    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        method = path.removeprefix("/api/SendSMS/")
        if (given.get("username"), given.get("password")) != ("city", "word"):
            return 200, {"Value": "", "RetStatus": 0, "StrRetStatus": "InvalidData"}
        if method == "SendSMS":
            if self.refuses:
                return 200, {"Value": "", "RetStatus": self.refuses, "StrRetStatus": "—"}
            return 200, {"Value": str(self.take("", given["to"], given["text"]).number), "RetStatus": 1}
        if method == "GetMessages":
            sent = [
                {"MsgID": one.number, "Body": one.text, "Receiver": one.to, "Sender": LINE} for one in self.taken[::-1]
            ]
            rows = sent if str(given["location"]) == "2" else self.inbox
            return 200, {"MyBase": {"Value": "", "RetStatus": 1}, "Data": rows}
        if method == "GetDeliveries2":
            found = self.numbered(str(given["recID"]))
            return 200, {"Value": str(found[0].fate if found else 100), "RetStatus": 1}
        return 200, {"Value": "420.5", "RetStatus": 1}

    def may_be_lost(self, path: str) -> bool:
        return path.endswith("/SendSMS")


class SafirShop(Shop):
    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        if headers.get("api-access-key") != KEY:
            return 401, {"message_id": "", "error_data": [{"code": 401}]}
        if self.refuses:
            return self.refuses, {"message_id": "", "error_data": [{"code": self.refuses}]}
        known = self.own(given["request_id"])
        text = given["message_data"]["message"]["text"]
        one = known[0] if known else self.take(given["request_id"], given["phone_number"], text)
        return 200, {"message_id": str(one.number), "error_data": None}
