"""Trying a mail server for the doctor: connect, encrypt, log in, say goodbye."""

from __future__ import annotations

import ssl

from domain.errors import Misconfigured, TemporaryFailure
from integrations.mail.smtp_connections import NoSecurity, SmtpConnections, SmtpServer


async def try_smtp(server: SmtpServer, *, timeout_s: float = 10.0) -> None:
    """Connect and log in once; nothing is sent.

    Raises:
        Misconfigured: the login, the encryption or a file does not fit; says which setting.
        TemporaryFailure: the server does not answer.
    """
    import aiosmtplib

    connections = SmtpConnections(server, max_connections=1, idle_s=1.0, timeout_s=timeout_s)
    try:
        async with connections.borrowed(fresh=True):
            return
    except aiosmtplib.SMTPAuthenticationError as error:
        raise Misconfigured(
            "the mail server refuses the login: check CAREERGINI_EMAIL__SMTP_USERNAME and "
            "CAREERGINI_EMAIL__SMTP_PASSWORD"
        ) from error
    except NoSecurity as error:
        raise Misconfigured(
            "the mail server offers no STARTTLS: check CAREERGINI_EMAIL__SMTP_PORT and "
            "CAREERGINI_EMAIL__SMTP_SECURITY"
        ) from error
    except ssl.SSLError as error:
        raise Misconfigured(
            "the mail server's certificate is not trusted: set CAREERGINI_EMAIL__CA_FILE"
        ) from error
    except FileNotFoundError as error:
        raise Misconfigured("CAREERGINI_EMAIL__CA_FILE names a file that is not there") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise TemporaryFailure("the mail server does not answer") from error
    finally:
        await connections.close()
