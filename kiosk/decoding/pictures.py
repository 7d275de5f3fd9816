"""Photos, drawn anew: only their colours reach the stored file."""

from __future__ import annotations

import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from kiosk.decoding.kinds import Format
from kiosk.decoding.limits import Decoded, Limits, Undecodable

TOO_LARGE = "This picture has too many pixels. Please send a smaller one."
TOO_MANY_FRAMES = "This moving picture is too long. Please send a shorter one."
WHITE = (255, 255, 255)


def redraw(path: Path, form: Format, out_folder: Path, limits: Limits) -> Decoded:
    """Draw the picture of `path` the right way up on a fresh canvas, with a thumbnail.

    Of a moving picture the first frame is kept. Colours are brought into sRGB, so that no
    profile is needed. A picture with see-through parts stays a PNG, any other is a JPEG.
    """
    if form is Format.HEIC:
        pillow_heif.register_heif_opener(thumbnails=False)
    # Pillow itself only warns up to twice its limit.
    Image.MAX_IMAGE_PIXELS = limits.pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=[form.value[1]]) as image:
            if image.width * image.height > limits.pixels:
                raise Undecodable(TOO_LARGE)
            if getattr(image, "n_frames", 1) > limits.frames:
                raise Undecodable(TOO_MANY_FRAMES)
            image.seek(0)
            drawn = _drawn(image, limits.longest_side)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Undecodable(TOO_LARGE) from None
    if drawn.mode == "RGBA":
        clean, content_type = out_folder / "clean.png", "image/png"
        drawn.save(clean, "PNG", optimize=False)
    else:
        clean, content_type = out_folder / "clean.jpg", "image/jpeg"
        drawn.save(clean, "JPEG", quality=88)
    poster = save_poster(drawn, out_folder, limits)
    return Decoded("photo", content_type, clean, poster, drawn.width, drawn.height)


def save_poster(image: Image.Image, out_folder: Path, limits: Limits) -> Path:
    """A small JPEG of `image` on white."""
    small = image.copy()
    small.thumbnail((limits.poster_side, limits.poster_side))
    canvas = Image.new("RGB", small.size, WHITE)
    canvas.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    poster = out_folder / "poster.jpg"
    canvas.save(poster, "JPEG", quality=80)
    return poster


def _drawn(image: Image.Image, longest_side: int) -> Image.Image:
    see_through = image.has_transparency_data
    turn = image.getexif().get(0x0112, 1)
    profile = image.info.get("icc_profile")
    if image.format == "JPEG":
        image.draft("RGB", (longest_side, longest_side))
    image.load()
    if image.mode.startswith(("I", "F")):
        image = ImageOps.autocontrast(image.point(lambda value: value / 256).convert("L"))
    if profile and image.mode in ("RGB", "L", "CMYK"):
        image = _in_srgb(image, profile)
    image = image.convert("RGBA" if see_through else "RGB")
    image.thumbnail((longest_side, longest_side))
    # Decoders of HEIC and AVIF have turned the picture themselves and say 1 here.
    image.getexif()[0x0112] = turn
    upright = ImageOps.exif_transpose(image)
    canvas = Image.new(upright.mode, upright.size)
    canvas.paste(upright)
    return canvas


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        turned = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
        if turned is not None:
            return turned
    return image
