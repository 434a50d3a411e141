"""``python -m bot.charts``: a chart (``parcel``) on standard input, its picture on standard output.

``plotter`` starts it; it is not a command for people.
"""

import sys

from bot.charts.chart_drawing import draw
from bot.charts.chart_encoding import decode_chart

if __name__ == "__main__":
    sys.stdout.buffer.write(draw(decode_chart(sys.stdin.buffer.read())))
