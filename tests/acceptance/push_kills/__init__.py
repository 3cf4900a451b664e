"""kill -9 while everybody's digest goes out: who got one, counted by the messengers."""
