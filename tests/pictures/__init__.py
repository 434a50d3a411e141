"""Pictures of what people read: the real program's messages on a loopback Discord or Slack, drawn as these draw them.

``python -m tests.pictures FOLDER`` lets every alert happen and every command be used, and draws what was said at the
width of a phone, in both themes, and of a desktop, to be looked at; above an alert stands what a locked phone shows.
All need Chromium on the PATH; this is a program of its own, not a test.

::

    alert_scenes, command_scenes   what happens: the program started, killed, started again; useapi.net scripted
    scene                          what a scene has at hand
    chat_window                    a channel, whatever the platform: discord_window, slack_window
    discord_page, slack_page       messages as HTML
    page_photos                    pages as PNG
"""
