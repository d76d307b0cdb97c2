"""What the program knows that is not code, read once from ``data/`` and ``ontology/``."""

from dataclasses import dataclass

from kg.knowledge.context import ContextRules, read_context
from kg.knowledge.forms import FormRules, read_forms
from kg.knowledge.layout import LayoutRules, read_layout
from kg.knowledge.lexicon import Lexicon, read_lexicon
from kg.knowledge.measures import MeasureRules, read_measures
from kg.knowledge.name_rules import NameRules
from kg.knowledge.names import read_names
from kg.knowledge.ontology import Ontology, read_ontology
from kg.knowledge.patterns import RelationRules, read_relations
from kg.knowledge.regions import Regions, read_regions
from kg.knowledge.speech import SpeechRules, read_speech

__all__ = ["Knowledge", "read_knowledge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All of it, compiled; nothing in it changes while texts are read."""

    ontology: Ontology
    regions: Regions
    lexicon: Lexicon
    context: ContextRules
    forms: FormRules
    layout: LayoutRules
    names: NameRules
    relations: RelationRules
    measures: MeasureRules
    speech: SpeechRules


def read_knowledge() -> Knowledge:
    """Read and compile every file of knowledge.

    Raises:
        KnowledgeError: A file is faulty; the message names each fault with its file and line.
    """
    ontology = read_ontology()
    regions = read_regions()
    lexicon = read_lexicon(regions)
    return Knowledge(
        ontology=ontology,
        regions=regions,
        lexicon=lexicon,
        context=read_context(),
        forms=read_forms(),
        layout=read_layout(),
        names=read_names(lexicon, regions),
        relations=read_relations(ontology),
        measures=read_measures(),
        speech=read_speech(),
    )
