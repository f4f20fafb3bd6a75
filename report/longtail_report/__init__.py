"""The workbook's reports: notebooks run top to bottom and written as pages that need no network."""

from .export_config import configure

__all__ = ["configure"]
