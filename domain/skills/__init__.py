"""Skills: our own taxonomy, and finding its names in text. Pure; knows no resume and no posting."""
