"""Matching: hard constraints first, then an explainable score. Pure and deterministic."""
