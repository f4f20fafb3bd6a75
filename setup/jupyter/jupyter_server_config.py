"""Settings of the Jupyter server that `npm start` runs. Your own, in ~/.jupyter, count as well."""

import sys
from pathlib import Path

c = get_config()  # noqa: F821 -- given by Jupyter

# In a container one often is root, and Jupyter then refuses to start unless it is told that this is meant.
c.ServerApp.allow_root = True

# A new notebook is one of this workbook's, unless another kernel is picked.
c.MultiKernelManager.default_kernel_name = "longtail"

# "Save and Export Notebook As -> HTML" gives the page that `npm run report` gives, with its charts.
report = Path(__file__).resolve().parents[2] / "report"
if (report / "longtail_report").is_dir():
    sys.path.insert(0, str(report))
    from longtail_report.export_config import configure

    configure(c)
    # Slides are HTML as well, but keep their own template.
    c.SlidesExporter.template_name = "reveal"
