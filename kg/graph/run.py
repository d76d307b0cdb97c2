"""The run that made a graph: its name holds the program's version and its knowledge, and no clock."""

from functools import cache
from hashlib import sha256

from kg import __version__
from kg.knowledge.files import shared

__all__ = ["name_run"]

_FOLDERS = ("data/lexicon", "data/patterns", "ontology")
_KINDS = {".tsv", ".ttl", ".yaml", ".rq"}
_HASH_CHARS = 8


@cache
def name_run() -> str:
    """Name the run by version and by the bytes of every file of knowledge: ``0.1.0-5a3f09c1``.

    Raises:
        KnowledgeError: The knowledge is not beside the program.
    """
    digest = sha256()
    for folder in _FOLDERS:
        root = shared(folder)
        for path in sorted(path for path in root.rglob("*") if path.suffix in _KINDS):
            digest.update(f"{folder}/{path.relative_to(root).as_posix()}\n".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return f"{__version__}-{digest.hexdigest()[:_HASH_CHARS]}"
