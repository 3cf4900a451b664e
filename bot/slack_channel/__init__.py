"""Slack: the app people talk to, over Socket Mode or HTTP.

What came in is stored before it is acknowledged and worked off by ``SlackEvents``; what goes out is
``SlackChannel``. Nothing here decides what is answered, and only this package knows Slack's SDKs.
"""
