"""How fast and how large the bot is, as ratios to the least bot that discord.py can make: ``python -m bench``.

Not tests: nothing here fails because a machine is slow. What is compared is measured turn by turn in one run, so that
whatever else the machine does meets both; figures are medians over rounds, beside the lowest and the highest.

::

    minimal      the least bot, in a process of its own
    process      a bot's process: started, weighed, stopped · bots: which, with which settings, on which Discord
    lean_end     a Discord and a useapi.net that cost little, in a process of their own
    lean_process that process, as the benchmark holds it · lean_session: its gateway
    lean_socket  HTTP and WebSocket on bare bytes
    asking       /capacity asked again and again of a Discord of the tests, beside something else that it measures
    answering    /capacity: one by one, and 200 in a burst
    looking      a look, from bytes to changes, beside parsing the same bytes
    telling      1,000 watches on one account
    drawing      /history of 30 days, and the answers meanwhile
    resting      memory when idle, start to ready
    figures      medians, percentiles, lines (pure) · table: lines as Markdown (pure)

Where nothing takes less than a second, the far ends are those of the tests.
"""
