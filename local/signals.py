"""The signals that end a run, awaited rather than handled: no step is ever cut in its middle."""

import ctypes
import signal

ENDING = (signal.SIGINT, signal.SIGTERM)
WAKING = (signal.SIGCHLD,)
LIBC = ctypes.CDLL(None)
SET_SIZE = 128  # bytes of a sigset_t


class Duration(ctypes.Structure):
    """A struct timespec."""

    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


def hold_back() -> None:
    """Keep Ctrl-C, SIGTERM, a closed terminal and the death of children for `pause`, from now on."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited())


def awaited() -> set[signal.Signals]:
    """The signals kept for `pause`: a closed terminal is not among them under `nohup`, which ignores it."""
    hangup = set() if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else {signal.SIGHUP}
    return {*ENDING, *WAKING, *hangup}


def pause(seconds: float) -> None:
    """Wait at most so many seconds, less when a child dies; raises `KeyboardInterrupt` when asked to end."""
    received = next_signal(seconds)
    if received is not None and received not in WAKING:
        raise KeyboardInterrupt


def next_signal(seconds: float) -> int | None:
    """The next signal kept back, or nothing when none came within so many seconds."""
    # Not Python's own sigtimedwait: stopped then continued (Ctrl-Z, fg) past its time, it gives
    # a structure that nobody filled, and with it a signal that nobody sent.
    wanted = ctypes.create_string_buffer(SET_SIZE)
    LIBC.sigemptyset(wanted)
    for number in awaited():
        LIBC.sigaddset(wanted, int(number))
    whole = int(seconds)
    longest = Duration(whole, int((seconds - whole) * 1e9))
    received: int = LIBC.sigtimedwait(wanted, None, ctypes.byref(longest))
    return received if received > 0 else None
