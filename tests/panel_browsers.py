"""Browsers at the panel's pages: of somebody with a proven phone, of a member, of the secretary, and of a stranger."""

import io

import pypdfium2
from django.test import Client

from peygir.people.actions import open_citizen_session
from peygir.web.kit import citizen_session
from tests.mark_pages import body, signed_in
from tests.panelled import phone_of, secretary


def holder(phone: str, language: str = "fa") -> Client:
    """A browser that has proven a phone."""
    client = Client(headers={"Accept-Language": language})
    client.cookies[citizen_session.COOKIE] = open_citizen_session(phone)
    return client


def member(term_id: int, number: int = 1, language: str = "fa") -> Client:
    """A browser of a member."""
    return holder(phone_of(term_id, number), language)


def office(language: str = "fa") -> Client:
    """A browser of the secretary."""
    secretary()
    return signed_in("panel_office", language)


def page(path: str, language: str = "fa") -> str:
    """A page as a stranger reads it."""
    return body(Client(headers={"Accept-Language": language}).get(path))


def text_of(pdf: bytes) -> str:
    """All text of a document."""
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "\n".join(one.get_textpage().get_text_range() for one in pages)
