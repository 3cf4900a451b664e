"""How well texts find their agent."""
