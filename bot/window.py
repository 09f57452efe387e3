"""The screen of a chat: what the bot says, with numbers to tap, and what the person types."""

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from threading import Thread
from typing import Protocol

from bot.rendering.terminal import Shown, inert
from dialogs.messages import Button


class Terminal(Protocol):
    """Where the person reads and types."""

    def show(self, text: str) -> None:
        """Print one or more lines."""

    async def ask(self, prompt: str) -> str | None:
        """Return one typed line without its end; None when there are no more."""


@dataclass(frozen=True)
class Tappable:
    """A button on the screen: the activity that shows it, and what it shows besides."""

    activity_id: str
    button: Button
    card: Shown


class Window:
    """What the person sees. The buttons of each answer are numbered from 1."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._shown: dict[str, Shown] = {}
        self._tappable: list[Tappable] = []
        self._answered = False

    def begin_turn(self) -> None:
        """Begin the numbers again with the next message that has buttons."""
        self._answered = True

    def show(self, activity_id: str, content: Shown, before: str = "") -> None:
        """Print a message; one that stands there already, word for word, is not repeated."""
        if self._shown.get(activity_id) == content:
            return
        self._shown[activity_id] = content
        lines = [before + content.text]
        if content.buttons:
            lines.append(f"  {self._numbered(activity_id, content)}")
        self.terminal.show("\n".join(lines))

    def tapped(self, typed: str) -> Tappable | None:
        """The button that this number means, if it means one."""
        number = int(typed) if typed.isdecimal() else 0
        return self._tappable[number - 1] if 0 < number <= len(self._tappable) else None

    def _numbered(self, activity_id: str, content: Shown) -> str:
        if self._answered:
            self._tappable, self._answered = [], False
        first = len(self._tappable) + 1
        self._tappable += [Tappable(activity_id, button, content) for button in content.buttons]
        labels = [f"{number} {b.label}" for number, b in enumerate(content.buttons, first)]
        return "   ".join(labels)


class StandardStreams:
    """Standard input and output, on a screen or through a pipe."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._on_screen = sys.stdin.isatty()
        self._waiting_at = ""
        # A thread of its own, which waits for the person and holds up nobody, not even the end.
        loop = asyncio.get_running_loop()
        Thread(target=self._read, args=(loop,), daemon=True).start()

    def show(self, text: str) -> None:
        """Print; a prompt that was waiting is repeated below."""
        before = "\n" if self._waiting_at else ""
        print(f"{before}{inert(text)}", flush=True)
        print(self._waiting_at, end="", flush=True)

    async def ask(self, prompt: str) -> str | None:
        """Return the next line; what comes through a pipe is shown as if it was typed."""
        prompt = inert(prompt)
        if self._on_screen:
            self._waiting_at = prompt
            print(prompt, end="", flush=True)
        line = await self._lines.get()
        self._waiting_at = ""
        if line is None:
            self._lines.put_nowait(None)  # the end stays the end
        self._complete(prompt, line)
        return line

    def _complete(self, prompt: str, line: str | None) -> None:
        """Make it look as if the person had typed the line, and the Enter, themselves."""
        if line is not None and not self._on_screen:
            print(f"{prompt}{inert(line)}", flush=True)
        elif line is None and self._on_screen:
            print(flush=True)

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        # Unbuffered: a thread that waits on a buffer holds its lock when the program ends.
        with (
            FileIO(sys.stdin.fileno(), closefd=False) as typed,
            suppress(RuntimeError),  # the chat ended while somebody was typing
        ):
            for line in typed:
                text = line.decode(errors="replace").rstrip("\r\n")
                loop.call_soon_threadsafe(self._lines.put_nowait, text)
            loop.call_soon_threadsafe(self._lines.put_nowait, None)
