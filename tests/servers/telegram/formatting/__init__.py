"""What a message may look like: text and entities, markup, rich blocks, buttons."""
