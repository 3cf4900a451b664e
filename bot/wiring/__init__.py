"""The composition root: the only place in ``bot`` that knows concrete stores and clients."""
