"""The email channel: letters out, letters in. It knows no other channel and no mail server.

Servers are spoken to in `integrations/mail`; replies are drawn in `bot/rendering/mail`.
"""
