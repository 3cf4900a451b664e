"""Reading mail, pure: bytes in, values out, whatever a stranger sent.

Nothing here trusts a header, and nothing opens a connection. A mail that is too large, too deep or
too costly to take apart raises :class:`domain.mail.faults.UnreadableMail`; nothing else is raised.
"""
