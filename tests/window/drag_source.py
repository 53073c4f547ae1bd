#!/usr/bin/python3
"""Drops files onto a window as a reader would: a real drag from another program.

    drag_source.py (--window TITLE | --to X,Y) [--hold] [--seconds N] FILE...

Opens a small popup, presses the pointer on it, drags to the middle of the window with exactly that
TITLE (or to the point X,Y of the screen), and lets go once the target has said that it will copy.
With --hold it first prints "over" and waits for a line on standard input, so that a test can look
at what the window shows meanwhile.

Prints "dropped" and exits 0 only when the target has taken the files and finished with a copy;
otherwise it says why on standard error and exits 1. Every step waits for the event that the step
before causes; the only clock is the one that gives up after --seconds (20).

Needs GTK 3 (python3-gi, gir1.2-gtk-3.0), xdotool and an X display. No window manager needed.
"""

import argparse
import itertools
import pathlib
import subprocess
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

SIZE = 40  # of the popup, in pixels
STEPS = 12  # pointer moves on the way to the target


def xdotool(*arguments):
    return subprocess.run(
        ["xdotool", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def window_box(title, seconds):
    """Left, top, width and height of the largest visible window with this title."""
    pattern = "^" + "".join("\\" + c if c in r"\^$.[]|()?*+{}" else c for c in title) + "$"
    try:
        found = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", pattern],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        ).stdout.split()
    except subprocess.TimeoutExpired:
        found = []
    boxes = []
    for window in found:
        lines = xdotool("getwindowgeometry", "--shell", window).stdout.splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        if values.keys() >= {"X", "Y", "WIDTH", "HEIGHT"}:
            boxes.append(tuple(int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")))
    if not boxes:
        raise LookupError(f"no window named {title!r} is on the screen")
    return max(boxes, key=lambda box: box[2] * box[3])


class Drag:
    """One drag from press to finish, moved on by the events that it causes."""

    def __init__(self, uris, target, hold, seconds):
        self.uris = uris
        self.target = target
        self.hold = hold
        self.seconds = seconds
        self.context = None
        self.sent = False
        self.pending = "the popup did not open"
        self.problem = None

        screen = Gdk.Screen.get_default().get_root_window().get_geometry()
        # In the corner that is farther from the target, so that the way there is long enough.
        self.start = tuple(
            SIZE // 2 if at > length // 2 else length - SIZE // 2
            for at, length in zip(target, screen[2:4])
        )
        self.popup = Gtk.Window(type=Gtk.WindowType.POPUP)
        self.popup.set_default_size(SIZE, SIZE)
        self.popup.move(self.start[0] - SIZE // 2, self.start[1] - SIZE // 2)
        self.popup.add_events(Gdk.EventMask.BUTTON_PRESS_MASK)
        self.popup.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
        self.popup.drag_source_add_uri_targets()
        self.popup.connect("map-event", self.on_map)
        self.popup.connect("button-press-event", self.on_press)
        self.popup.connect("drag-begin", self.on_begin)
        self.popup.connect("drag-data-get", self.on_data)
        self.popup.connect("drag-failed", self.on_failed)

    def run(self):
        """Returns what went wrong, or None."""
        GLib.timeout_add_seconds(self.seconds, self.give_up)
        self.popup.show_all()
        Gtk.main()
        return self.problem

    def end(self, problem):
        self.problem = problem
        Gtk.main_quit()

    def give_up(self):
        xdotool("key", "Escape", "mouseup", 1)  # leaves no button pressed behind
        self.end(f"{self.pending} within {self.seconds} seconds")
        return GLib.SOURCE_REMOVE

    def on_map(self, *_):
        self.pending = "the pointer could not press the popup"
        xdotool("mousemove", *self.start, "mousedown", 1)
        return False

    def on_press(self, *_):
        self.pending = "the drag did not begin"
        direction = 1 if self.start[0] < self.target[0] else -1
        steps = ((self.start[0] + direction * n, self.start[1]) for n in itertools.count(1))
        GLib.idle_add(self.move, steps, lambda: self.context is not None)
        return False

    def on_begin(self, _, context):
        self.context = context
        self.pending = "the target did not accept a copy"
        context.connect("dnd-finished", self.on_finished)
        (x0, y0), (x1, y1) = self.start, self.target
        way = [(x0 + (x1 - x0) * n // STEPS, y0 + (y1 - y0) * n // STEPS) for n in range(1, STEPS + 1)]
        # A target may answer only when the pointer moves over it, so it trembles until the answer.
        tremble = itertools.cycle([(x1 + 1, y1), (x1, y1)])
        GLib.idle_add(self.move, itertools.chain(way, tremble), self.accepted, self.release)

    def move(self, steps, reached, then=lambda: None):
        """Takes a step whenever the events of the step before are dealt with, until reached()."""
        if reached():
            then()
            return GLib.SOURCE_REMOVE
        xdotool("mousemove", *next(steps))
        return GLib.SOURCE_CONTINUE

    def accepted(self):
        _, x, y = Gdk.Display.get_default().get_default_seat().get_pointer().get_position()
        return (x, y) == self.target and self.context.get_selected_action() == Gdk.DragAction.COPY

    def release(self):
        if self.hold:
            self.hold = False
            self.pending = "no line came on standard input"
            print("over", flush=True)
            watched = GLib.IO_IN | GLib.IO_HUP
            GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, watched, lambda *_: self.release())
        else:
            self.pending = "the target did not finish"
            xdotool("mouseup", 1)
        return GLib.SOURCE_REMOVE

    def on_data(self, _, context, data, *__):
        self.sent = data.set_uris(self.uris)

    def on_failed(self, _, context, result):
        self.end(f"the drag failed: {result.value_nick}")
        return True

    def on_finished(self, context):
        if not Gdk.drag_drop_succeeded(context):
            self.end("the target refused the drop")
        elif not self.sent:
            self.end("the target did not ask for the files")
        elif context.get_selected_action() != Gdk.DragAction.COPY:
            self.end("the target finished, but not with a copy")
        else:
            self.end(None)


def main():
    parser = argparse.ArgumentParser(description="Drops files onto a window.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--window", metavar="TITLE")
    where.add_argument("--to", metavar="X,Y")
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args()

    if not Gtk.init_check([])[0]:
        sys.exit("drag_source: there is no display")
    if options.to:
        try:
            x, y = map(int, options.to.split(","))
        except ValueError:
            parser.error("--to wants two numbers, such as 640,400")
        target = (x, y)
    else:
        try:
            left, top, width, height = window_box(options.window, options.seconds)
        except LookupError as error:
            sys.exit(f"drag_source: {error}")
        target = (left + width // 2, top + height // 2)
    uris = [pathlib.Path(file).absolute().as_uri() for file in options.files]

    problem = Drag(uris, target, options.hold, options.seconds).run()
    if problem:
        sys.exit(f"drag_source: {problem}")
    print("dropped", flush=True)


if __name__ == "__main__":
    main()
