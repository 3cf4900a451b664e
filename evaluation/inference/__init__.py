"""What the gateway costs in front of a real model server."""
