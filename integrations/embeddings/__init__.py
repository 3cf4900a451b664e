"""Texts to vectors: fastembed in this process, or the Ollama server. Imports domain only."""
