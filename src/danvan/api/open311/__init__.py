"""Open311 GeoReport v2: a phản ánh hiện trường sent and followed by applications of others. See docs/open311.md.

Sent words go into a sealed envelope; what is given out is what an officer approved, and how far the sender's own is.
"""
