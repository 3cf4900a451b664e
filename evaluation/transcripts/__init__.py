"""The whole service in a conversation on each channel, written down as a person sees it."""
