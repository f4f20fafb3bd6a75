"""One configuration for `npm run report` and for JupyterLab's own "Save and Export -> HTML"."""

from traitlets.config import Config

from .layout import TEMPLATES
from .mime import DISPLAY_PRIORITY


def configure(c: Config) -> Config:
    """Points nbconvert's HTML export at the report's template.

    `c` is the configuration object of a Jupyter config file or of an exporter; it is changed and returned.
    The template names its own preprocessor (conf.json), which is why this package must be importable.
    """
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    c.HTMLExporter.template_name = "longtail"
    # Pictures that a chapter shows from a file travel inside the page.
    c.HTMLExporter.embed_images = True
    c.WidgetsDataTypeFilter.display_data_priority = DISPLAY_PRIORITY
    return c
