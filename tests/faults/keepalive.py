"""Connections between requests: unread bodies, idle connections, and restarts under load."""

import socket
import threading
import time

from support import Promises, Server, database, figure

TIMES = 20
IDLE = 21
RESTARTS = 10
CLIENTS = 8
NEXT = b"GET /v1/tasks?limit=1 HTTP/1.1\r\nHost: h\r\n\r\n"


def reply(client):
    """The head of a reply, read to the end of its body; empty if there is none."""
    data = b""
    try:
        while b"\r\n\r\n" not in data:
            more = client.recv(65536)
            if not more:
                return ""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        text = head.decode().lower()
        length = next((int(line[16:]) for line in text.splitlines() if line.startswith("content-length: ")), 0)
        while len(body) < length:
            more = client.recv(65536)
            if not more:
                return ""
            body += more
        return text
    except OSError:
        return ""


def body_after_head(server, request, body):
    """Sends a body after its head, then another request; returns whether that was answered, or the connection was announced to end."""
    with server.connect() as client:
        client.sendall(f"{request} HTTP/1.1\r\nHost: h\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        first = reply(client)
        if "connection: close" in first:
            return True
        try:
            client.sendall(body)
            client.sendall(NEXT)
        except OSError:
            return False
        return bool(first) and reply(client).startswith("http/1.1 200")


class Load:
    """Clients that connect, wait a little, and send one request, again and again."""

    def __init__(self, port):
        self.port, self.running = port, True
        self.lock = threading.Lock()
        self.answered = self.lost = 0
        self.threads = [threading.Thread(target=self.run, args=(number / 250,)) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, pause):
        while self.running:
            try:
                client = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            except OSError:
                time.sleep(0.005)
                continue
            with client:
                time.sleep(pause)
                try:
                    client.sendall(NEXT)
                    answered = bool(reply(client))
                except OSError:
                    answered = False
            with self.lock:
                self.answered += answered
                self.lost += not answered

    def end(self):
        self.running = False
        for thread in self.threads:
            thread.join()


def main():
    promises = Promises()
    with database("sqlite") as datastore, Server("tasks", datastore) as server:
        with server.connect() as idle:
            idle.sendall(NEXT)
            reply(idle)
            begin = time.monotonic()

            for request in ["POST /nowhere", "POST /v1/nowhere", "PATCH /v1/tasks", "OPTIONS /v1/tasks", "GET /v1/tasks?limit=1"]:
                failed = sum(not body_after_head(server, request, b'{"a": 1}') for _ in range(TIMES))
                figure(f"{request}, its body after the head: next request fails", failed, f"of {TIMES}")
                promises.hold(failed == 0, f"{request}: the next request is answered, or the reply says that there is none")

            with database("sqlite") as other, Server("tasks", other) as restarted:
                load = Load(restarted.port)
                took = 0.0
                for _ in range(RESTARTS):
                    time.sleep(0.3)
                    stopping = time.monotonic()
                    restarted.stop()
                    took = max(took, time.monotonic() - stopping)
                    # The banner of the last start names the same port.
                    restarted.start(restarted.port)
                time.sleep(0.3)
                load.end()
            figure(f"{RESTARTS} restarts under load: first requests answered", load.answered)
            figure("first requests lost", load.lost)
            figure("the longest stop", took, "s")
            promises.hold(load.lost == 0, "a connection that was accepted gets its first request answered")

            time.sleep(max(0, IDLE - (time.monotonic() - begin)))
            idle.sendall(NEXT)
            kept = reply(idle).startswith("http/1.1 200")
            promises.hold(kept, f"a connection that was idle for {IDLE} s is still there")
        promises.hold("panicked" not in server.output(), "nothing panics")
    promises.end()


main()
