"""What a durable turn costs: CPU, latency, bytes on disk, and whether it stays flat."""
