#!/usr/bin/env python3
"""Draw the program's sign, a cricket's head that is also a clock's ring: icons.py DIRECTORY

One drawing in a 32 × 32 field gives icon.svg and the PNGs that a manifest needs.
"""
import math
import os
import struct
import sys
import zlib

GREEN, PAPER = (0x1F, 0x5F, 0x54), (0xF6, 0xF3, 0xEC)
STROKE = 2.2
CORNER = 7
CENTRE, RADIUS, OPEN = (16, 20), 7.2, (-48, -3)  # the ring lacks its first eighth, as time that is gone
FEELERS = [((12.9, 12.8), (12.5, 9), (10.5, 7), (7.2, 7)), ((19.1, 12.8), (19.5, 9), (21.5, 7), (24.8, 7))]
HANDS = [(16, 16.5), (16, 20.1), (18.5, 21.6)]


def on_ring(degrees):
    angle = math.radians(degrees)
    return CENTRE[0] + RADIUS * math.cos(angle), CENTRE[1] + RADIUS * math.sin(angle)


def curve(points, steps=16):
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3)
        yield tuple(sum(w * p[axis] for w, p in zip(weights, points)) for axis in (0, 1))


def lines():
    yield [on_ring(OPEN[1] + (360 + OPEN[0] - OPEN[1]) * step / 64) for step in range(65)]
    for feeler in FEELERS:
        yield list(curve(feeler))
    yield HANDS


def svg():
    (x1, y1), (x2, y2) = on_ring(OPEN[1]), on_ring(OPEN[0])
    paths = [f"M{x1:.2f} {y1:.2f}A{RADIUS} {RADIUS} 0 1 1 {x2:.2f} {y2:.2f}"]
    paths += ["M%g %gC%g %g %g %g %g %g" % tuple(v for p in feeler for v in p) for feeler in FEELERS]
    paths.append("M" + "L".join("%g %g" % p for p in HANDS))
    colour = "#%02x%02x%02x"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="{CORNER}"'
            f' fill="{colour % GREEN}"/><path fill="none" stroke="{colour % PAPER}" stroke-width="{STROKE}"'
            f' stroke-linecap="round" stroke-linejoin="round" d="{"".join(paths)}"/></svg>\n')


def distance(x, y, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / length)) if length else 0.0
    return math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)


def strokes(size, shrink):
    """How much of each pixel the strokes cover, 0 to 1."""
    scale = size / 32 * shrink
    shift = size * (1 - shrink) / 2
    half = STROKE * scale / 2
    cover = [bytearray(size) for _ in range(size)]
    for line in lines():
        points = [(x * scale + shift, y * scale + shift) for x, y in line]
        for a, b in zip(points, points[1:]):
            left, right = sorted((a[0], b[0]))
            top, bottom = sorted((a[1], b[1]))
            for y in range(max(0, int(top - half - 1)), min(size, int(bottom + half + 2))):
                row = cover[y]
                for x in range(max(0, int(left - half - 1)), min(size, int(right + half + 2))):
                    value = int(255 * max(0.0, min(1.0, half + 0.5 - distance(x + 0.5, y + 0.5, a, b))))
                    if value > row[x]:
                        row[x] = value
    return cover


def corner_alpha(x, y, size):
    radius = CORNER * size / 32
    dx = max(radius - x - 0.5, x + 0.5 - (size - radius), 0)
    dy = max(radius - y - 0.5, y + 0.5 - (size - radius), 0)
    return max(0.0, min(1.0, radius + 0.5 - math.hypot(dx, dy)))


def png(size, full_bleed):
    """full_bleed: any mask may be laid over it, so the drawing keeps to the middle."""
    rows = bytearray()
    for y, row in enumerate(strokes(size, 0.8 if full_bleed else 1)):
        rows.append(0)
        for x, value in enumerate(row):
            rows += bytes(g + (p - g) * value // 255 for g, p in zip(GREEN, PAPER))
            rows.append(255 if full_bleed else int(255 * corner_alpha(x, y, size)))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")


def main(directory):
    with open(os.path.join(directory, "icon.svg"), "w", encoding="ascii") as out:
        out.write(svg())
    for name, size, full_bleed in (("icon-192", 192, False), ("icon-512", 512, False), ("icon-mask-512", 512, True)):
        with open(os.path.join(directory, name + ".png"), "wb") as out:
            out.write(png(size, full_bleed))


main(sys.argv[1])
