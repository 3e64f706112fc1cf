"""QR codes for paper."""

import io

import segno


def svg(text: str) -> str:
    """The text as an SVG QR code, error level M, without a border."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def png(text: str) -> bytes:
    """The same as a PNG of some 400 pixels, for documents that cannot hold SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", border=1, scale=12)
    return out.getvalue()
