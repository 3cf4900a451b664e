"""How much hidden text is found, and whether clean documents stay clean."""
