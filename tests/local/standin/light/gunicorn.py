"""A web server that starts at once, in place of gunicorn; `kill -9` leaves its second process behind."""

import os
import resource
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Page(BaseHTTPRequestHandler):
    """One page."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"stand-in")


def main() -> None:
    """Serve pages in a second process, which the first ends when asked to stop."""
    if os.environ.get("STANDIN_BREAKS") == "web":
        sys.exit("the stand-in was told to break")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    host, port = sys.argv[sys.argv.index("--bind") + 1].split(":")
    server = HTTPServer((host, int(port)), Page)
    second = os.fork()
    if second == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        server.serve_forever()
    signal.sigwait({signal.SIGTERM})
    os.kill(second, signal.SIGTERM)


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    main()
