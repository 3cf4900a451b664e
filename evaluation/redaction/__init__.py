"""How much identity redaction finds, and how many skills it takes away by mistake."""
