"""A QR code as a path of an SVG, and as a picture."""

from io import BytesIO

import qrcode


def qr_path(text):
    """(side, path) of the QR code of this text for an SVG of so many units, margins included."""
    matrix = _code(text).get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark
    )
    return len(matrix), path


def qr_picture(text):
    """The same as a PNG, open to be read."""
    target = BytesIO()
    _code(text).make_image().save(target, "PNG")
    target.seek(0)
    return target


def _code(text):
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    return code
