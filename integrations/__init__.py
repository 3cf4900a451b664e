"""The world we call: model server, embeddings, documents, job sources, durable engine.

Imports domain only.
"""
