"""Time: what runs when. Imports domain and graph only."""
