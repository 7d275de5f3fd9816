"""A parent's phone: Chromium, as small and as touchable as one, and what its camera takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 360, 740
LATITUDE = (51.0, 30.0, 26.0)  # degrees, minutes, seconds: whoever finds this found a place
MAKER = "Phonemaker"
AGENT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


@contextmanager
def phone(folder: Path, *, scripts: bool = True, options: Sequence[str] = ()) -> Iterator[Page]:
    """A page of a phone that nobody has used yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *options]
        )
        try:
            yield another(browser, scripts=scripts)
        finally:
            browser.close()


def another(browser: Browser, *, scripts: bool = True) -> Page:
    """A page of one more phone, which knows nothing of the others."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=scripts,
        locale="en-GB",
        user_agent=AGENT,
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def code_on(picture: bytes) -> str:
    """What the QR code in a picture of the screen says; empty where there is none."""
    with Image.open(BytesIO(picture)) as image:
        found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else ""


def take_photo(file: Path, colour: str) -> Path:
    """A photo of one colour with a frame, with the place and the camera in its EXIF."""
    photo = Image.new("RGB", (1600, 1200), colour)
    ImageDraw.Draw(photo).rectangle((0, 0, 1599, 1199), outline="white", width=60)
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[0x8825] = {1: "N", 2: LATITUDE, 3: "W", 4: (0.0, 7.0, 39.0)}
    photo.save(file, "JPEG", quality=90, exif=exif)
    return file
