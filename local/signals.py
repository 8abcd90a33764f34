"""The signals that end a run, awaited rather than handled: no step is ever cut in its middle."""

import signal

ENDING = (signal.SIGINT, signal.SIGTERM)
WAKING = (signal.SIGCHLD,)


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
    received = signal.sigtimedwait(awaited(), seconds)
    # Stopped then continued (Ctrl-Z, fg) past its time, CPython gives a structure that nobody filled.
    if received is None or received.si_signo not in awaited():
        return None
    return received.si_signo
