"""A stand-in at Rasa's address."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWER = {
    "status": "answered", "text": "Po.", "language": "sq", "script": "Latn", "passages": [], "sources": [],
    "buttons": [{"title": "Po", "payload": "/affirm"}], "offers": [], "profile": {"age": 30}, "understood": {"intent": "greet"},
}  # fmt: skip


class Stand(ThreadingHTTPServer):
    """A stand-in at Rasa's address that records what reaches it and says what a test wants: for failures a real Rasa won't show."""

    def __init__(self):
        self.heard, self.says, self.status = [], [{"custom": ANSWER}], 200
        stand = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                stand.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                body = stand.says if isinstance(stand.says, bytes) else json.dumps(stand.says).encode()
                self.send_response(stand.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()
