"""What holds for every route: who may open it, from where, and what a stranger learns."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from db import connection, invitations, joining
from kiosk.settings import Phones, Settings
from kiosk.web import app as web_app
from kiosk.web.routing import Needs, Page, page
from kiosk.web.security import KnownHosts
from tests.conftest import NOW, Here
from tests.web.conftest import ORIGIN, Clock, new_phone, parent_of, signed_in

ROUTES = web_app.build(Settings(Path("unused"))).routes
NOTHING = "a" * 26
FILLED = {
    "code": NOTHING,
    "pupil_id": "999999",
    "item_id": "999999",
    "post_id": "999999",
    "token": NOTHING,
    "sha256": "0" * 64,
    "name": "nothing.css",
}
NEEDED = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
)


def path_of(route: Route) -> str:
    path = route.path
    for name in route.param_convertors:
        path = path.replace(f"{{{name}}}", FILLED.get(name, "1"))
    assert "{" not in path, f"{route.path}: say in FILLED what stands for its parts"
    return path


POSTS = sorted({path_of(it) for it in ROUTES if isinstance(it, Route) and "POST" in it.methods})
GETS = sorted({path_of(it) for it in ROUTES if isinstance(it, Route) and "GET" in it.methods})
SIGNED_IN = sorted(
    {path_of(it) for it in ROUTES if isinstance(it, Page) and it.needs.name in "WAITING CONFIRMED"}
)


def everything(here: Here) -> str:
    """A digest of all that the records hold, but when a phone was here last."""
    digest = hashlib.sha256()
    with connection.reading():
        for (table,) in connection.database.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall():
            rows = connection.database.execute_sql(f'SELECT * FROM "{table}"')
            seen = [it[0] for it in rows.description].index("seen_at") if "phone" in table else -1
            for row in rows.fetchall():
                kept = [it for number, it in enumerate(row) if number != seen]
                digest.update(repr((table, kept)).encode())
    return digest.hexdigest()


def test_every_route_says_who_may_open_it() -> None:
    for route in ROUTES:
        assert isinstance(route, Page), f"{route} was not made by routing.page()"
        assert isinstance(route.needs, Needs)
    with pytest.raises(TypeError):
        page("/new", web_app.build, name="new")  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://evil.example",
        "http://127.0.0.1",
        "https://127.0.0.1:8080",
        "http://127.0.0.1:8080.evil.example",
        "http://127.0.0.1:8080/",
    ],
)
def test_every_form_comes_from_our_own_page(
    phone: TestClient, here: Here, path: str, origin: str | None
) -> None:
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    before = everything(here)
    del phone.headers["Origin"]
    answer = phone.post(path, data={"name": "Eve"}, headers={"Origin": origin} if origin else {})
    assert answer.status_code == 403
    assert "Nothing was done" in answer.text
    assert everything(here) == before


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example", "[::1", "localhost:x"],
)
def test_it_answers_to_its_own_names_only(phone: TestClient, host: str) -> None:
    for path in (*GETS, "/nothing"):
        answer = phone.get(path, headers={"Host": host})
        assert answer.status_code == 421
        assert "Riverside" not in answer.text
    assert phone.get("/", headers={"Host": "127.0.0.1"}).status_code == 200


def test_a_new_address_of_the_device_is_answered_and_the_old_one_no_more() -> None:
    seconds, names = [0.0], [frozenset({"192.168.1.20"})]
    hosts = KnownHosts(lambda: names[0], lambda: seconds[0])
    assert "192.168.1.20" in hosts
    names[0] = frozenset({"10.0.0.7"})
    seconds[0] = 5.0
    assert "10.0.0.7" in hosts
    assert "192.168.1.20" not in hosts


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_stranger_and_a_withdrawn_or_unconfirmed_parent_learn_nothing(
    phone: TestClient, here: Here, path: str, clock: Clock
) -> None:
    nothing = phone.get("/nothing/here").content
    for client in (phone, new_phone(here, clock)):
        for answer in (client.get(path), client.post(path, data={"a": "b"})):
            assert (answer.status_code, answer.content) == (404, nothing)
        signed_in(client, "guessed")


def test_r16_a_parent_who_waits_opens_no_portfolio(phone: TestClient, here: Here) -> None:
    signed_in(phone, parent_of(here, here.pupil_ids[0], confirmed=False))
    own = phone.get(f"/child/{here.pupil_ids[0]}/portfolio")
    assert (own.status_code, own.content) == (404, phone.get("/nothing").content)


def test_r16_another_familys_child_is_not_there(phone: TestClient, here: Here) -> None:
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    assert phone.get(f"/child/{here.pupil_ids[0]}/portfolio").status_code == 200
    other = phone.get(f"/child/{here.pupil_ids[1]}/portfolio")
    assert (other.status_code, other.content) == (404, phone.get("/child/777/portfolio").content)


@pytest.fixture
def code(here: Here) -> str:
    return invitations.invite(here.leader, here.pupil_ids[0], NOW).code


def test_opening_any_page_changes_nothing(phone: TestClient, here: Here, code: str) -> None:
    """Link previews, scanners of mail and impatient parents open pages."""
    token = parent_of(here, here.pupil_ids[1])
    before = everything(here)
    for _ in range(2):
        for path in (*GETS, f"/j/{code}", f"/J/{code.upper()}", f"/j?code={code}"):
            phone.get(path, headers={"User-Agent": "WhatsApp/2.23"})
            phone.head(path)
        signed_in(phone, token)
    assert everything(here) == before
    assert joining.look(code, NOW).school_name == "Riverside Primary"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_do_nothing(phone: TestClient, here: Here, method: str, code: str) -> None:
    before = everything(here)
    for path in (*GETS, *POSTS, f"/j/{code}"):
        assert phone.request(method, path).status_code in (403, 404)
    assert everything(here) == before


@pytest.mark.parametrize(
    "part",
    [
        "%00",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e",
        "a%0d%0aSet-Cookie:%20x=y",
        "%1b%5b2J",
        "%5c..%5c",
        "%E2%80%AE",
        "%ff%fe",
        "a" * 5000,
        "-1",
        "1.5",
        "１２",
        "9" * 30,
        "' OR 1=1 --",
        "<script>",
        "{{7*7}}",
    ],
)
def test_odd_names_in_the_address_are_not_there(phone: TestClient, here: Here, part: str) -> None:
    nothing = phone.get("/nothing/here").content
    stranger = phone.get(f"/j/{part}")
    assert (stranger.status_code, stranger.content) == (404, nothing)
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    for place in (
        "/u/{}",
        "/s/{}",
        "/media/{}",
        "/media/{}/small",
        "/child/{}",
        "/child/{}/class-story",
        "/child/{}/school-story",
        f"/child/{here.pupil_ids[0]}/post/{{}}",
        "/post-file/{}",
        "/post-file/{}/small",
        "/child/{}/portfolio",
        "/child/{}/homework",
        "/child/{}/points",
        "/calendar/{}.ics",
        f"/child/{here.pupil_ids[0]}/post/{{}}/date.ics",
        "/static/{}",
        "/{}",
        "/static/../{}",
    ):
        answer = phone.get(place.format(part))
        assert (answer.status_code, answer.content) == (404, nothing), place
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_cancelled_and_guessed_codes_are_one_page(
    phone: TestClient, here: Here, clock: Clock, method: str
) -> None:
    used, old, ended = (invitations.invite(here.leader, it, NOW) for it in here.pupil_ids[:3])
    joining.join(used.code, "Sam", "Dad", "", NOW)
    invitations.cancel(here.leader, ended.id, NOW)
    nothing = phone.get("/nothing/here").content
    sent = {"data": {"name": "Eve", "relationship": "Aunt"}} if method == "post" else {}
    for bad in (used.code, ended.code, NOTHING, "x", old.code):
        clock.now = NOW + invitations.VALID if bad == old.code else NOW
        answer = getattr(phone, method)(f"/j/{bad}", **sent)
        assert (answer.status_code, answer.content) == (404, nothing)


def test_bodies_that_are_no_form_of_ours_use_nothing_up(
    phone: TestClient, here: Here, code: str
) -> None:
    form = "application/x-www-form-urlencoded"
    for body, kind, status in (
        (b"name=" + b"a" * 70_000, form, 413),
        (b"&".join(b"a%d=b" % number for number in range(500)), form, 400),
        (b"name=\xff\xfe", form, 400),
        (b'{"name": "Eve"}', "application/json", 415),
        (b"name=Eve&relationship=Aunt", "text/plain", 415),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 415),
        (b"", "", 415),
    ):
        answer = phone.post(f"/j/{code}", content=body, headers={"Content-Type": kind})
        assert answer.status_code == status, kind
        assert "<h1>" in answer.text
    assert joining.look(code, NOW)


def test_control_bytes_in_a_name_are_cleaned(phone: TestClient, here: Here, code: str) -> None:
    name = "Zoë\x00\x1b[2J\u202e<b>O’Brien</b>\r\nSet-Cookie: a=b"
    answer = phone.post(f"/j/{code}", data={"name": name, "relationship": "Mum"})
    assert answer.status_code == 303
    shown = phone.get("/").text
    assert "Zoë&lt;b&gt;O’Brien&lt;/b&gt; Set-Cookie: a=b" in shown
    assert not set("\x00\x1b\u202e") & set(shown)


def test_every_answer_has_the_headers_that_guard_it(phone: TestClient, here: Here) -> None:
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    answers = [
        phone.get(path) for path in (*GETS, "/nothing", f"/child/{here.pupil_ids[0]}/portfolio")
    ]
    answers += [phone.get("/", headers={"Host": "evil.example"}), phone.put("/")]
    answers += [phone.get("/static/phone.css")]
    for answer in answers:
        for name in NEEDED:
            assert name in answer.headers, (answer.url, name)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy
        if "/static/" not in str(answer.url):
            assert (
                "no-store" in answer.headers["cache-control"]
                or "private" in answer.headers["cache-control"]
            )
        for place in ("http://", "https://", "style=", "<style", "onclick", "javascript:"):
            assert place not in answer.text.replace(ORIGIN, ""), (answer.url, place)


def test_the_cookie_is_secure_over_tls_and_no_script_reads_it(
    phone: TestClient, here: Here, clock: Clock
) -> None:
    def cookie(client: TestClient, number: int, origin: str) -> str:
        made = invitations.invite(here.leader, here.pupil_ids[number], NOW)
        answer = client.post(
            f"{origin}/j/{made.code}",
            data={"name": "Sam", "relationship": "Dad"},
            headers={"Origin": origin},
        )
        said: str = answer.headers["set-cookie"]
        return said

    plain = cookie(phone, 0, ORIGIN)
    assert plain.startswith("phone=")
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Max-Age=34560000" in plain
    assert "Secure" not in plain
    private = cookie(new_phone(here, clock), 1, "https://127.0.0.1")
    assert private.startswith("__Host-phone=")
    assert "Secure" in private
    assert "Domain" not in private


def test_behind_a_proxy_forms_come_from_its_address(here: Here, clock: Clock) -> None:
    settings = Settings(here.data, phones=Phones(8080, public_url="https://kiosk.school.example"))
    app = web_app.build(settings, clock=clock)
    headers = {"Origin": "https://kiosk.school.example"}
    client = TestClient(app, base_url="http://kiosk.school.example", follow_redirects=False)
    made = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    form = {"name": "Sam", "relationship": "Dad"}
    assert client.post(f"/j/{made.code}", data=form, headers=headers).status_code == 303


@pytest.mark.breaks
def test_what_nobody_expected_is_a_page_and_in_the_log(
    phone: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(joining, "look", broken)
    answer = phone.get("/j/abc")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "content-security-policy" in answer.headers
    assert any("a page failed" in it.message for it in caplog.records)
