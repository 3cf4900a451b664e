"""Who answers a text: commands, rules, nearest meaning, and only then the model."""
