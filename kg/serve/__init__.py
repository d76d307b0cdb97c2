"""A built graph over HTTP: SPARQL, graphs, a page for every IRI; read-only, on this machine unless told otherwise."""
