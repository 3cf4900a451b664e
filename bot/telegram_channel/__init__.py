"""Telegram as a channel: the Bot API in, the Bot API out, by long polling or webhook.

The only package that imports ``telegram``. It decodes, sends, paces and shows progress; it decides
nothing about answers, keeps nothing that a store does not keep, and knows no other channel.
"""
