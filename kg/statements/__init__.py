"""What a document says: relations, observations and proposals, each with the words it was read from."""
