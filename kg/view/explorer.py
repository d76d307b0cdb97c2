"""The page as one file: data, style and script together, with a policy that lets nothing else run or load."""

import base64
import gzip
import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

__all__ = ["to_html"]

_FOLDER = Path(__file__).resolve().parent / "page"
_SCRIPTS = (
    *("words", "dom", "data", "canvas", "labels", "scenes", "input"),
    *("search", "filters", "chart", "panel", "views", "export", "main"),
)
_GZIP_FROM = 4_000_000  # characters of JSON; unpacking costs the browser some 0.1 s, which a smaller file is not worth


def to_html(columns: dict[str, Any], texts: list[str]) -> str:
    """Write the page.

    Args:
        columns: From ``to_columns``.
        texts: The documents' texts, which the page unpacks when they are first asked for.
    """
    sources = "\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    script = f'"use strict";\n(() => {{\n{sources}\n}})();\n'
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    graph_type, graph = _pack(columns)
    texts_type, words = _pack(texts)
    filling = {
        "policy": escape(policy, quote=False),
        "style": style,
        "graph-type": graph_type,
        "graph": graph,
        "texts-type": texts_type,
        "texts": words,
        "script": script,
    }
    parts = (_FOLDER / "page.html").read_text(encoding="utf-8").split("@")
    return "".join(filling[part] if number % 2 else part for number, part in enumerate(parts))


def digest(source: str) -> str:
    """Name a script or style in a policy by its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def to_json(value: Any) -> str:  # noqa: ANN401  whatever JSON can hold
    """Write JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _pack(value: Any) -> tuple[str, str]:  # noqa: ANN401  whatever JSON can hold
    text = to_json(value)
    if len(text) < _GZIP_FROM:
        return "application/json", text
    return "application/gzip+base64", base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()
