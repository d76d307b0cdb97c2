"""Files into documents, documents into sentences, and what the words of a text say of its place and time."""
