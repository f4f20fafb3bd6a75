"""What goes wrong in a way the reader can mend."""


class Problem(Exception):
    """One sentence for the reader: what was wrong, where, and what to do."""
