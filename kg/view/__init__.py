"""The pages on which people look at a graph: each one file, no network."""

from kg.view.folder import read_folder, write_page, write_view
from kg.view.select import Choice

__all__ = ["Choice", "read_folder", "write_page", "write_view"]
