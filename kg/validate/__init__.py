"""Checks of a graph: its evidence against the texts, its triples against the shapes and the SPARQL checks."""

from kg.validate.evidence import FIRST_FAULTS, Fault, verify
from kg.validate.graph import validate
from kg.validate.report import Report, Violation, to_json, to_shacl, to_text

__all__ = ["FIRST_FAULTS", "Fault", "Report", "Violation", "to_json", "to_shacl", "to_text", "validate", "verify"]
