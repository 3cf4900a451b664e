"""The product as a process of its own between a Telegram and a Slack that misbehave, and kill -9.

``product`` is the process, ``crowd`` the people who write to it, ``chats`` what the servers and the
database say in the end, ``storm`` a whole run.
"""
