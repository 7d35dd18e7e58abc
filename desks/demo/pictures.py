"""Pictures of the demo's lessons, drawn when it is loaded."""

from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

INK, HAIR, SIGNAL, PAPER = "#14233b", "#aab4c3", "#f2b705", "#fbfaf6"

#: Unit, examined, rate, and the 95 % interval (Wilson), all in per cent.
HIT_RATES = (("Port", 240, 7.5, 4.8, 11.5), ("Airport", 50, 12.0, 5.6, 23.8), ("Bridge", 1200, 9.0, 7.5, 10.8))

#: The steps of the risk cycle, clockwise from the top.
STEPS = ("Context", "Identify", "Analyse\nand evaluate", "Treat", "Monitor")


def hit_rates() -> bytes:
    """Three hit rates as dots, each on the bar of its interval, as PNG."""
    wide, high, left, step = 1280, 560, 330, 36
    image = Image.new("RGB", (wide, high), PAPER)
    draw = ImageDraw.Draw(image)
    large, small = ImageFont.load_default(34), ImageFont.load_default(26)
    for percent in range(0, 26, 5):
        x = left + percent * step
        draw.line([(x, 50), (x, 470)], fill=HAIR, width=1)
        draw.text((x, 500), f"{percent} %", fill=INK, font=small, anchor="mm")
    for row, (unit, examined, rate, low, top) in enumerate(HIT_RATES):
        y = 120 + row * 140
        draw.text((40, y - 18), unit, fill=INK, font=large, anchor="lm")
        draw.text((40, y + 22), f"{examined:,} examined", fill=INK, font=small, anchor="lm")
        draw.line([(left + low * step, y), (left + top * step, y)], fill=INK, width=6)
        middle = left + rate * step
        draw.ellipse([middle - 17, y - 17, middle + 17, y + 17], fill=SIGNAL, outline=INK, width=4)
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def risk_cycle(lit: int | None = None) -> bytes:
    """The risk cycle as five boxes in a ring, as PNG; of the film's frames, each has one step lit."""
    wide, high = 960, 540
    image = Image.new("RGB", (wide, high), PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(26)
    places = [
        (wide / 2 + 310 * sin(2 * pi * number / len(STEPS)), high / 2 - 190 * cos(2 * pi * number / len(STEPS)))
        for number in range(len(STEPS))
    ]
    draw.ellipse([wide / 2 - 310, high / 2 - 190, wide / 2 + 310, high / 2 + 190], outline=HAIR, width=5)
    for number, (step, (x, y)) in enumerate(zip(STEPS, places, strict=True)):
        fill = SIGNAL if number == lit else PAPER
        draw.rounded_rectangle([x - 130, y - 46, x + 130, y + 46], 14, fill=fill, outline=INK, width=4)
        draw.multiline_text((x, y), step, fill=INK, font=font, anchor="mm", align="center")
    draw.text((wide / 2, high / 2), "and again", fill=INK, font=font, anchor="mm")
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


PICTURES = {"hit_rates": hit_rates, "risk_cycle": risk_cycle}
