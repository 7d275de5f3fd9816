"""Joining: the page of a code, and using it (R21). Opening the page uses nothing up."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from db import joining
from db.codes import hash_code
from db.policy import NotFound, Refused
from db.words import clean
from kiosk.web import pages, visitor
from kiosk.web.routing import Needs, page

RELATIONSHIPS = (
    "Mum",
    "Dad",
    "Carer",
    "Grandparent",
    "Step-parent",
    "Foster carer",
    "Somebody else",
)
OTHER = RELATIONSHIPS[-1]
OVER = "This code is over"
OVER_WORDS = (
    "It may have been used on this phone already: then all is well, and your family’s page has "
    "everything. For one more child, please ask the school for a new code."
)
PHONES = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux")
PHONE_WORDS = {"Android": "Android phone", "Macintosh": "Mac", "CrOS": "Chromebook"}


async def code_typed(request: Request) -> Response:
    """Where the field for a code from a letter leads."""
    typed = "".join(request.query_params.get("code", "").split()).replace("/", "")[:80]
    return (
        pages.see_other(request, "join", code=typed)
        if typed
        else pages.see_other(request, "family")
    )


async def join(request: Request) -> Response:
    state, who = request.app.state, request.state.visitor
    try:
        welcome = await state.store.run(joining.look, request.path_params["code"], state.clock())
    except NotFound:
        if who is None or who.withdrawn:
            raise
        return await pages.sentence(request, OVER, OVER_WORDS, status=404)
    return await _form(request, welcome.another_phone)


async def use(request: Request) -> Response:
    state, code = request.app.state, request.path_params["code"]
    fields, now = await pages.form(request), state.clock()
    relationship = fields.get("relationship", "")
    if relationship == OTHER:
        relationship = fields.get("other", "")

    async def join_now() -> str:
        token: str = await state.store.run(
            joining.join,
            code,
            fields.get("name", ""),
            relationship,
            _phone(request),
            now,
            token=visitor.token(request),
        )
        return token

    try:
        token = await state.once.do((hash_code(code), fields.get("key", "")), now, join_now)
    except Refused as refusal:  # nothing was used up, and what was typed stays
        welcome = await state.store.run(joining.look, code, now)
        return await _form(request, welcome.another_phone, fields, str(refusal))
    response = pages.see_other(request, "family")
    visitor.keep(request, response, token)
    return response


async def _form(
    request: Request, another_phone: bool, fields: dict[str, str] | None = None, wrong: str = ""
) -> Response:
    return await pages.show(
        request,
        "join.html",
        status=422 if wrong else 200,
        another_phone=another_phone,
        relationships=RELATIONSHIPS,
        other=OTHER,
        fields=fields or {},
        key=(fields or {}).get("key") or secrets.token_urlsafe(16),
        wrong=wrong,
        wrong_field=_wrong_field(request, fields or {}) if wrong else "",
    )


def _wrong_field(request: Request, fields: dict[str, str]) -> str:
    who = request.state.visitor
    asks_name = who is None or who.withdrawn
    return "name" if asks_name and not clean(fields.get("name", "")) else "relationship"


def _phone(request: Request) -> str:
    """What kind of phone it is, by its own word: enough to tell two of one family apart."""
    said = request.headers.get("user-agent", "")
    found = next((it for it in PHONES if it in said), "Phone")
    return PHONE_WORDS.get(found, found)


ROUTES = [
    page("/j", code_typed, needs=Needs.NOBODY, name="code typed"),
    page("/j/{code}", join, needs=Needs.LINK, name="join"),
    page("/j/{code}", use, needs=Needs.LINK, methods=("POST",), name="use code"),
]
