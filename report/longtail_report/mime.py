"""The MIME types that the report knows beyond nbconvert's own."""

PLOTLY_MIME = "application/vnd.plotly.v1+json"
FOOTER_MIME = "application/vnd.longtail.footer+json"

# The first one that an output has is shown.
DISPLAY_PRIORITY = [
    FOOTER_MIME,
    PLOTLY_MIME,
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
]
