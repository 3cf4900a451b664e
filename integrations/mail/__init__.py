"""Mail in and out: SMTP client, LMTP/SMTP door, IMAP mailbox, and what a person wrote in a mail.

Moves bytes; what they mean is in ``domain.mail``, who may write is decided by the channel.
"""
