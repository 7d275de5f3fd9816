"""What people send, told by its content and made anew without what it tells of place or device.

Pictures are drawn on a fresh canvas, PDFs drawn page by page, sound and films put into a fresh
container. All of it happens in a worker process that may fail in whatever way it likes.
"""

from kiosk.decoding.front import decode
from kiosk.decoding.kinds import Format, format_of
from kiosk.decoding.limits import Decoded, Limits, Undecodable

__all__ = ["Decoded", "Format", "Limits", "Undecodable", "decode", "format_of"]
