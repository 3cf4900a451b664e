"""Heavy pure work in processes of its own, out of the way of the event loop."""
