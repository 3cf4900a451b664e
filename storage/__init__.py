"""Data we own: SQL stores, migrations, vector index, encrypted files. Imports domain only."""
