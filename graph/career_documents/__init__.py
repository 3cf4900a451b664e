"""From a document to files that were read back: shared by the chat and the command line."""
