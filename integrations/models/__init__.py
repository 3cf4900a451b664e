"""The language model server (Ollama API) and the CPU and memory it may use. Imports domain only."""
