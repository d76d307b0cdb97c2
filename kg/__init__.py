"""zhkg: Chinese news, work reports and policy documents into an RDF knowledge graph with evidence."""

__version__ = "0.1.0"
