"""The table of contents of a page."""

from .markdown import Heading

DEEPEST = 3


def contents(headings: list[Heading], drawn: list[str]) -> list[dict[str, object]]:
    """Entries of the table of contents: level, anchor and HTML of each heading down to the third level.

    The page's title, the first heading of level 1, is not listed. `drawn` is each heading's HTML.
    """
    first = next((index for index, heading in enumerate(headings) if heading.level == 1), None)
    return [
        {"level": heading.level, "anchor": heading.anchor, "html": html}
        for index, (heading, html) in enumerate(zip(headings, drawn, strict=True))
        if heading.level <= DEEPEST and index != first
    ]
