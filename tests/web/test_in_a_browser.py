"""The pages in Chromium, as small as a phone: read, touched, enlarged, light and dark.

With KIOSK_PICTURES naming a folder, a picture of each page is kept there to be looked at.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from db import invitations, joining, school, withdrawal
from db.clock import utc_now
from kiosk.settings import Phones, Settings
from kiosk.web import serve
from kiosk.web.deadlines import Patience
from tests.conftest import Here
from tests.e2e.phone import CHROMIUM

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists() and not os.environ.get("CI"), reason="needs Debian's chromium"
)

LOOK = """() => {
  const wrong = [];
  const parse = words => {
    const [r, g, b, a = 1] = words.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) =>
    [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const ground = el => {
    if (!el) return [255, 255, 255, 1];
    const own = parse(getComputedStyle(el).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(el.parentElement));
  };
  const light = rgb => {
    const [r, g, b] = rgb.slice(0, 3).map(it => it / 255)
      .map(it => it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, two) => {
    const [high, low] = [light(one), light(two)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  for (const el of document.body.querySelectorAll('*')) {
    if (!el.checkVisibility() || el.closest('svg') || el.matches('.skip')) continue;
    const style = getComputedStyle(el), box = el.getBoundingClientRect();
    const words = [...el.childNodes].some(it => it.nodeType === 3 && it.data.trim());
    if (words) {
      const under = ground(el), size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const found = ratio(over(parse(style.color), under), under);
      if (found < (large ? 3 : 4.5))
        wrong.push(`${el.tagName} “${el.textContent.trim().slice(0, 30)}” ${found.toFixed(2)}`);
      if (size < 15) wrong.push(`${el.tagName} is written too small: ${size}`);
    }
    if (el.matches('a, button, input:not([type=hidden]), select, textarea, summary')) {
      const touched = el.closest('label.choice') || el;
      const high = touched.getBoundingClientRect().height;
      if (style.display !== 'inline' && high < 44)
        wrong.push(`${el.tagName} “${el.textContent.trim()}” is ${high} high`);
      if (el.matches('input, select, textarea') && !el.labels.length)
        wrong.push(`${el.name} has no label`);
    }
    if (el.matches('img') && !el.hasAttribute('alt')) wrong.push('a picture without words');
    if (box.right > innerWidth + 1) wrong.push(`${el.tagName} sticks out: ${box.right}`);
  }
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
  if (document.documentElement.lang !== 'en-GB') wrong.push('no language');
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('scrolls sideways');
  const ids = [...document.querySelectorAll('[id]')].map(it => it.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id twice');
  return wrong;
}"""


@pytest.fixture
def origin(here: Here) -> Iterator[str]:
    school.set_office_phone(here.leader, "020 7946 0123", utc_now())
    settings = Settings(here.data, phones=Phones(8080))
    sockets = serve.listen(0)
    server = serve.server(settings, patience=Patience())
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < until
        time.sleep(0.01)
    yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_parents_way_is_readable_and_touchable(
    here: Here, origin: str, browser: Browser, colours: str, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=scripts,
        color_scheme=colours,  # type: ignore[arg-type]
        locale="en-GB",
    )
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    page.set_default_timeout(10_000)
    look = Looks(page, f"{colours}{'' if scripts else '-plain'}", scripts)
    aisha, ben = here.pupil_ids[:2]
    try:
        page.goto(origin)
        look("welcome")
        page.goto(f"{origin}/nothing")
        look("not-here")
        made = invitations.invite(here.leader, aisha, utc_now())
        page.goto(f"{origin}/J/{made.code.upper()}")
        look("join")
        page.get_by_label("Your name").fill("   ")
        page.get_by_label("Dad", exact=True).check()
        page.get_by_role("button", name="Join").click()
        page.get_by_role("alert").wait_for()
        look("join-again")
        page.get_by_label("Your name").fill("Sam O’Brien")
        page.get_by_role("button", name="Join").click()
        page.get_by_role("heading", name="Waiting for the school").wait_for()
        look("waiting")
        guardian = invitations.waiting(here.leader, here.maple.id)[0].guardian_id
        invitations.confirm(here.leader, guardian, aisha, utc_now())
        page.get_by_role("link", name="Look again").click()
        page.get_by_text("Aisha").first.wait_for()
        second = invitations.invite(here.leader, ben, utc_now())
        page.goto(f"{origin}/j/{second.code}")
        look("second-child")
        page.get_by_label("Dad", exact=True).check()
        page.get_by_role("button", name="Join").click()
        page.get_by_text("One more child is waiting").wait_for()
        look("child-and-one-waits")
        invitations.confirm(here.leader, guardian, ben, utc_now())
        page.goto(origin)
        page.get_by_role("heading", name="Hello").wait_for()
        look("family")
        page.get_by_role("link", name="Open Aisha’s page").click()
        page.get_by_role("link", name="Portfolio").click()
        page.get_by_role("heading", name="portfolio").wait_for()
        look("portfolio")
        page.get_by_text("Add something").click()
        look("portfolio-add")
        page.get_by_role("link", name="This phone").click()
        look("this-phone")
        page.get_by_role("button", name="Make a code").click()
        page.get_by_role("img").wait_for()
        look("another-phone")
        code = joining.another_phone(guardian, utc_now()).code
        page.goto(f"{origin}/j/{code}")
        look("use-this-phone-too")
        withdrawal.withdraw(here.leader, guardian, "a reason", utc_now())
        page.goto(origin)
        page.get_by_role("heading", name="Please call the school").wait_for()
        look("withdrawn")
    finally:
        context.close()
    assert {url for url in asked if not url.startswith(origin + "/")} <= {origin}
    assert not [it for it in said if "Content Security Policy" in it]


class Looks:
    """Looks at a page as it is, enlarged to twice the letters, and on the narrowest phone."""

    def __init__(self, page: Page, name: str, scripts: bool) -> None:
        self.page, self.name, self.scripts = page, name, scripts
        folder = os.environ.get("KIOSK_PICTURES")
        self.folder = Path(folder) if folder else None

    def __call__(self, what: str) -> None:
        if self.folder:
            file = self.folder / f"{what}-{self.name}.png"
            self.page.screenshot(path=file, full_page=True)
        if not self.scripts:
            return
        assert self.page.evaluate(LOOK) == [], what
        for css, width in (("225%", 390), ("", 320)):
            self.page.evaluate("it => { document.documentElement.style.fontSize = it }", css)
            self.page.set_viewport_size({"width": width, "height": 844})
            assert self.page.evaluate(LOOK) == [], (what, css, width)
            if self.folder and css:
                file = self.folder / f"{what}-{self.name}-large.png"
                self.page.screenshot(path=file, full_page=True)
        self.page.set_viewport_size({"width": 390, "height": 844})
