"""The phone pages as a phone meets them, without a network between."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from db import invitations, joining
from kiosk.settings import Phones, Settings
from kiosk.web import app as web_app
from tests.conftest import NOW, Here
from tests.web.lines import Serve, serving

ORIGIN = "http://127.0.0.1:8080"


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def no_page_failed(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A page that fails shows a sentence and logs; a test must notice that it did."""
    yield
    if not request.node.get_closest_marker("breaks"):
        failed = [it for it in caplog.get_records("call") if it.name == "kiosk.web"]
        assert not failed, logging.Formatter().format(failed[0])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def phone(here: Here, clock: Clock) -> Iterator[TestClient]:
    """A browser that sends its Origin and follows no redirect by itself."""
    with new_phone(here, clock) as client:
        yield client


def new_phone(here: Here, clock: Clock) -> TestClient:
    settings = Settings(here.data, phones=Phones(8080))
    app = web_app.build(settings, clock=clock, hosts=lambda: frozenset({"127.0.0.1"}))
    return TestClient(
        app,
        base_url=ORIGIN,
        headers={"Origin": ORIGIN},
        follow_redirects=False,
        raise_server_exceptions=True,
    )


@pytest.fixture
def served(here: Here) -> Iterator[Serve]:
    yield from serving(here)


def parent_of(here: Here, pupil_id: int, name: str = "Sam Hill", *, confirmed: bool = True) -> str:
    """The cookie of a phone whose parent joined for the pupil."""
    made = invitations.invite(here.leader, pupil_id, NOW)
    token = joining.join(made.code, name, "Dad", "Android phone", NOW)
    if confirmed:
        waiting = invitations.waiting(here.leader, here.maple.id)
        guardian_id = next(it.guardian_id for it in waiting if it.pupil.id == pupil_id)
        invitations.confirm(here.leader, guardian_id, pupil_id, NOW)
    return token


def signed_in(client: TestClient, token: str) -> TestClient:
    client.cookies.set("phone", token)
    return client
