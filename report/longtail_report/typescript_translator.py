"""Values as TypeScript, for papermill, which knows no such kernel."""

import json
import math
from typing import Any

from papermill.translators import Translator, papermill_translators

LANGUAGE = "typescript"


class TypeScriptTranslator(Translator):
    """Writes parameters as `const` declarations; strings as JSON, which TypeScript reads."""

    @classmethod
    def translate_str(cls, val: str) -> str:
        return json.dumps(val)

    @classmethod
    def translate_none(cls, val: None) -> str:
        return "null"

    @classmethod
    def translate_float(cls, val: float) -> str:
        if math.isnan(val):
            return "NaN"
        return repr(val) if math.isfinite(val) else ("Infinity" if val > 0 else "-Infinity")

    @classmethod
    def translate_list(cls, val: list[Any]) -> str:
        return f"[{', '.join(cls.translate(part) for part in val)}]"

    @classmethod
    def translate_dict(cls, val: dict[str, Any]) -> str:
        return f"{{ {', '.join(f'{json.dumps(key)}: {cls.translate(part)}' for key, part in val.items())} }}"

    @classmethod
    def comment(cls, cmt_str: str) -> str:
        return f"// {cmt_str}".rstrip()

    @classmethod
    def assign(cls, name: str, str_val: str) -> str:
        return f"const {name} = {str_val};"


def register() -> None:
    """Tells papermill of the translator; more than once does no harm."""
    papermill_translators.register(LANGUAGE, TypeScriptTranslator)
