"""``python -m bot.charts``: reads an encoded chart from standard input and writes its PNG to standard output.

``chart_process`` starts it; it is not a command for people.
"""

import gc
import sys
from importlib import import_module

from bot.charts.chart_drawing import draw
from bot.charts.chart_encoding import decode_chart

if __name__ == "__main__":
    gc.disable()  # for one picture; a tenth of matplotlib's import goes into looking for garbage
    import_module("matplotlib.figure")  # the chart comes later
    sys.stdout.buffer.write(draw(decode_chart(sys.stdin.buffer.read())))
