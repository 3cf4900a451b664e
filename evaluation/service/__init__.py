"""The service as a process: start, idle memory and CPU, and an exchange with no model."""
