"""What can go wrong that a user can mend.

Every message reads ``place: what is wrong; what to do``. A wrong call of a function is ``ValueError`` or
``TypeError`` and never one of these.
"""

__all__ = ["InputError", "KgError", "KnowledgeError", "OutputError", "QueryError"]


class KgError(Exception):
    """Something the user can mend; its message says where, what and what to do."""


class InputError(KgError):
    """A document or its description cannot be read."""


class KnowledgeError(KgError):
    """A file under ``data/`` or ``ontology/`` is faulty; the message holds one line a fault."""


class OutputError(KgError):
    """A result cannot be written, or what should be there to read is missing."""


class QueryError(KgError):
    """A SPARQL query is faulty."""
