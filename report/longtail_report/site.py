"""The pages of reports/ as one site: an index, and on each page the way to its neighbours."""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from .layout import TEMPLATES
from .page import write_page
from .plotly_script import plotly_script

INDEX = "index.html"


@dataclass(frozen=True)
class SitePage:
    """One rendered chapter, as its file says itself."""

    file: str
    summary: dict[str, Any]
    table: str | None
    """HTML of its headline table."""
    figure: str | None
    """Its headline figure as JSON that may stand in a script element."""
    height: int


def _between(text: str, start: str, end: str) -> str | None:
    at = text.rfind(start)
    if at < 0:
        return None
    return text[at + len(start) : text.index(end, at)]


def _read(path: Path) -> SitePage | None:
    """A page of ours; None for another file."""
    text = path.read_text(encoding="utf-8")
    summary = _between(text, '<script id="chapter-summary" type="application/json">', "</script>")
    if summary is None:
        return None
    figure = _between(text, '<script id="headline-figure" type="application/json">', "</script>")
    height = json.loads(figure).get("layout", {}).get("height", 400) if figure else 0
    table = _between(text, "<!--headline-table-->", "<!--/headline-table-->")
    return SitePage(path.name, json.loads(summary), table, figure, height)


def _neighbours(pages: list[SitePage], at: int, place: str) -> str:
    def link(page: SitePage, words: str) -> str:
        return f'<a href="{quote(page.file)}">{words}{html.escape(page.summary["title"])}</a>'

    links = [f'<a href="{INDEX}">All chapters</a>']
    if at > 0:
        links.insert(0, link(pages[at - 1], "Previous: "))
    if at + 1 < len(pages):
        links.append(link(pages[at + 1], "Next: "))
    return f'<nav class="neighbours {place}" aria-label="Chapters, {place}">{"".join(links)}</nav>'


def _linked(text: str, pages: list[SitePage], at: int) -> str:
    for place in ("top", "bottom"):
        start, end = f"<!--site-{place}-->", f"<!--/site-{place}-->"
        before, mark, rest = text.partition(start)
        if mark:
            text = before + start + _neighbours(pages, at, place) + rest[rest.index(end) :]
    return text


def _index(pages: list[SitePage]) -> str:
    def part(name: str) -> str:
        return (TEMPLATES / "longtail" / name).read_text(encoding="utf-8")

    environment = Environment(loader=FileSystemLoader(TEMPLATES / "site"), autoescape=True)
    return environment.get_template("index.html.j2").render(
        pages=pages,
        quick=any(page.summary["quick"] for page in pages),
        style=part("style.css"),
        theme=part("theme.js"),
        charts=part("charts.js"),
        switches=part("page.js"),
        plotly=plotly_script() if any(page.figure for page in pages) else None,
    )


def write_site(reports: Path) -> Path | None:
    """Writes the index and the links between the pages that there are; returns the index, None without a page."""
    paths = sorted(path for path in reports.glob("[0-9]*.html"))
    found = [(path, page) for path in paths if (page := _read(path))]
    if not found:
        return None
    pages = [page for _, page in found]
    for at, (path, _) in enumerate(found):
        text = path.read_text(encoding="utf-8")
        linked = _linked(text, pages, at)
        if linked != text:
            write_page(linked, path)
    write_page(_index(pages), reports / INDEX)
    return reports / INDEX
