"""``python -m bot.charts``: a chart (``parcel``) on standard input, its picture on standard output.

``plotter`` starts it; it is not a command for people.
"""

import sys

from bot.charts.drawing import draw
from bot.charts.parcel import unpacked

if __name__ == "__main__":
    sys.stdout.buffer.write(draw(unpacked(sys.stdin.buffer.read())))
