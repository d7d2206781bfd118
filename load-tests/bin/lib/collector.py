"""A collector of spans that counts them: OTLP over HTTP as JSON at /v1/traces, on a free port.

Prints the port, then takes spans until it is ended; a GET answers with how many came.
"""
import http.server

came = 0


class Collector(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global came
        came += self.rfile.read(int(self.headers["Content-Length"])).count(b'"spanId"')
        self.answer(b"{}")

    def do_GET(self):
        self.answer(str(came).encode())

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
print(server.server_port, flush=True)
server.serve_forever()
