"""plotly.js as text that can stand inside a page."""

from .layout import PLOTLY
from .problem import Problem


def plotly_script() -> str:
    """plotly.js, minified, with nothing in it that would end its script element.

    Raises Problem where the package is not installed.
    """
    try:
        text = PLOTLY.read_text(encoding="utf-8")
    except OSError as error:
        raise Problem("plotly.js is not installed (node_modules/plotly.js-dist-min); run npm start once.") from error
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
