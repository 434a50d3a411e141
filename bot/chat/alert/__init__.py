"""Alerts: what their messages say, and the buttons below them.

::

    alert_message        the whole message: its headline, a card for each provider, its buttons
    headline             the first line, which is all that a locked phone shows
    provider_headline    the first line about a whole provider: how much is free, and which account to use
    shared_failure       headline and card of what several providers share: useapi.net itself is in trouble
    card_lines           the lines of a card: one for each piece of news, and what a headline has no room for
    headline_clauses     a piece of news within a sentence: ``studio-b is full``, ``2 accounts are full``
    health_sentences     the same for accounts that can't be used, and what to do about it
    news_phrases         the phrases that all of these share: ``was full for 12 min``, ``filled twice``
    condition_words      the words for each condition, of which all of these are made
    news_state           whether a piece of news is as it happened, over, flapping or settled
    told_news            which news is said, and in what order
    alert_colours        the colour and sign of a piece of news, and of the whole message
    offer_wording        what a member who waited is told
    alert_buttons        the buttons
    alert_names          what providers and accounts are called
"""
