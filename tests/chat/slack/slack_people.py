"""People and places of a made-up workspace."""

from bot.chat.slack.slack_ids import number_of

PRODUCERS = number_of("S0604QSJC")
ANN = number_of("U023BECGF")
ALERTS = number_of("C024BE91L")
