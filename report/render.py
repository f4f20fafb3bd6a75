"""Runs notebooks and writes them as pages: `npm run report [-- notebook ...]`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from longtail_report.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
