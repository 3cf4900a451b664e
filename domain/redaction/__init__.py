"""Identity in a document: where it is, and the document without it."""
