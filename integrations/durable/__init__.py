"""Durable work on DBOS Transact: the only place that knows the engine exists.

Workflow inputs and outputs are ids; texts, names and addresses stay in our own tables.
"""
