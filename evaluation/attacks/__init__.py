"""Words that try to steer a machine, through every door of screening: what they change."""
