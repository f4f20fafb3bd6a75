"""A chapter's markdown as HTML: headings with anchors, formulas as MathML, links to other chapters' reports."""

import re
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from mistune import HTMLRenderer
from mistune.util import safe_entity
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .formulas import Formula, to_mathml


@dataclass(frozen=True)
class Heading:
    level: int
    anchor: str
    html: str
    """What stands in the heading, without links."""


@dataclass
class Page:
    """What is gathered over all markdown cells of one page."""

    headings: list[Heading] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def anchor(self, text: str) -> str:
        """An anchor for a heading that no other heading of the page has."""
        plain = re.sub(r"[^\w]+", "-", text.strip().lower()).strip("-") or "section"
        anchor, number = plain, 2
        while anchor in self.anchors:
            anchor, number = f"{plain}-{number}", number + 1
        self.anchors.add(anchor)
        return anchor

    def formula(self, tex: str, display: bool) -> str:
        """A placeholder that `with_formulas` replaces; letters of a private range, so no text can hold one."""
        self.formulas.append(Formula(tex.strip(), display))
        return f"\ue000{len(self.formulas) - 1}\ue001"


class ReportRenderer(IPythonRenderer):
    """nbconvert's renderer with the report's headings, formulas and links."""

    def __init__(self, page: Page, **options: Any) -> None:
        super().__init__(**options)
        self.page_record = page

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        soup = BeautifulSoup(text, "html.parser")
        for link in soup.find_all("a"):
            link.unwrap()
        anchor = self.page_record.anchor(re.sub("[\ue000\ue001]", "", soup.get_text()))
        self.page_record.headings.append(Heading(level, anchor, str(soup)))
        return (
            f'<h{level} id="{anchor}">{text}'
            f'<a class="anchor" href="#{anchor}" aria-label="Link to this section">#</a></h{level}>\n'
        )

    def block_math(self, body: str) -> str:
        return self.page_record.formula(body, display=True)

    def inline_math(self, body: str) -> str:
        return self.page_record.formula(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return self.page_record.formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def text(self, text: str) -> str:
        # An entity stands for its character, also where tags are shown as text.
        return safe_entity(text)

    # Markdown hands over HTML tag by tag. nbconvert, looking for pictures to embed, would close each tag at once, so
    # it sees only the pieces that have one.
    def inline_html(self, html: str) -> str:
        return super().inline_html(html) if "<img" in html.lower() else HTMLRenderer.inline_html(self, html)

    def block_html(self, html: str) -> str:
        return super().block_html(html) if "<img" in html.lower() else HTMLRenderer.block_html(self, html)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        # A report's neighbours are the other reports.
        if re.fullmatch(r"(\./)?[\w.-]+\.ipynb(#.*)?", url):
            url = url.replace(".ipynb", ".html")
        return super().link(text, url, title)


def render_markdown(source: str, page: Page, path: str, attachments: dict[str, Any]) -> str:
    """HTML of one markdown cell, with placeholders for its formulas; HTML in it is the author's own and stays."""
    renderer = ReportRenderer(page, escape=False, embed_images=True, path=path, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(_without_placeholders(source))


def render_computed_markdown(source: str, page: Page) -> str:
    """The same for markdown that a cell computed: it may hold strings from data, so HTML in it is shown as text."""
    renderer = ReportRenderer(page, escape=True, allow_harmful_protocols=False)
    return MarkdownWithMath(renderer=renderer).render(_without_placeholders(source))


def _without_placeholders(source: str) -> str:
    return re.sub("[\ue000\ue001]", "", source)


def with_formulas(pieces: list[str], page: Page) -> list[str]:
    """The pieces of HTML with the page's formulas in their places."""
    drawn = to_mathml(page.formulas)
    return [re.sub("\ue000(\\d+)\ue001", lambda found: drawn[int(found[1])], piece) for piece in pieces]
