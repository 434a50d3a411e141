"""Alerts: what their messages say, and the buttons below them.

::

    alert_message        the whole message: its headline, a card for each provider, its buttons
    headline             the first line, which is all that a locked phone shows
    provider_headline    the first line about a whole provider: how much is free, and which account to use
    shared_failure       headline and card of what several providers share: useapi.net itself is in trouble
    news_lines           the lines of a card: one for each piece of news, and what a headline has no room for
    news_phrases         a piece of news within a sentence: ``studio-b is full``, ``was full for 12 min``
    health_sentences     the same for accounts that can't be used, and what to do about it
    condition_words      the words for each condition, which all of these use
    news_reading         whether a piece of news still holds, is over or keeps changing, and which are left out
    offer_wording        what a member who waited is told
    alert_buttons        the buttons
    alert_names          what providers and accounts are called
"""
