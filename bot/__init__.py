"""The outer edge: channels, rendering, dispatcher, command line, settings."""
