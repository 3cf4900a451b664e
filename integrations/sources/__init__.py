"""Where postings come from: files, official board APIs, pages with JSON-LD. Never a browser."""
