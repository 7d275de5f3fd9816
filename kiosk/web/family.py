"""The first page of a phone: the children, what still waits for the school, and its own sign-in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from db import joining, phones, story_reading
from db.codes import grouped
from kiosk import address, qr
from kiosk.web import pages, visitor
from kiosk.web.child import show_child
from kiosk.web.routing import Needs, page


async def family(request: Request) -> Response:
    who = request.state.visitor
    if who is None:
        return await pages.show(request, "welcome.html")
    if who.withdrawn:
        return await pages.show(request, "withdrawn.html")
    response = await _first_page(request)
    visitor.keep(request, response, visitor.token(request))  # 400 days from now, not from joining
    return response


async def _first_page(request: Request) -> Response:
    """The page of the one child, or a card for each."""
    who = request.state.visitor
    if not who.children:
        return await pages.show(request, "waiting.html")
    if len(who.children) == 1:
        return await show_child(request, who.children[0])
    new = await request.app.state.store.run(story_reading.new_of_children, who.guardian_id)
    return await pages.show(request, "family.html", new=new)


async def phone_settings(request: Request) -> Response:
    return await pages.show(request, "this_phone.html")


async def another_phone(request: Request) -> Response:
    """Makes a code for one more phone of this parent, and shows it once."""
    state, who = request.app.state, request.state.visitor.guardian_id
    now = state.clock()
    state.pace.need(who, now)
    made = await state.store.run(joining.another_phone, who, now)
    public_url = await state.store.run(address.public_url, state.settings.phones)
    return await pages.show(
        request,
        "another_phone.html",
        address=f"{public_url}/j/{grouped(made.code)}",
        squares=qr.squares(qr.link(public_url, "j", made.code)),
        minutes=round((made.expires_at - now).total_seconds() / 60),
    )


async def sign_out(request: Request) -> Response:
    state = request.app.state
    await state.store.run(phones.sign_out, visitor.token(request), state.clock())
    return _forgotten(request)


async def sign_out_all(request: Request) -> Response:
    state = request.app.state
    await state.store.run(phones.sign_out_all, request.state.visitor.guardian_id, state.clock())
    return _forgotten(request)


def _forgotten(request: Request) -> Response:
    response = pages.see_other(request, "family")
    visitor.forget(request, response)
    return response


ROUTES = [
    page("/", family, needs=Needs.NOBODY, name="family"),
    page("/this-phone", phone_settings, needs=Needs.WAITING, name="this phone"),
    page(
        "/another-phone",
        another_phone,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="another phone",
    ),
    page("/sign-out", sign_out, needs=Needs.WAITING, methods=("POST",), name="sign out"),
    page(
        "/sign-out-all", sign_out_all, needs=Needs.WAITING, methods=("POST",), name="sign out all"
    ),
]
