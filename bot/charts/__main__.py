"""``python -m bot.charts``: reads an encoded chart from standard input and writes its PNG to standard output.

``chart_process`` starts it; it is not a command for people.
"""

import sys

from bot.charts.chart import decode_chart
from bot.charts.chart_drawing import draw

if __name__ == "__main__":
    sys.stdout.buffer.write(draw(decode_chart(sys.stdin.buffer.read())))
