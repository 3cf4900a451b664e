"""Speed of what job seekers ask, through the whole service."""
