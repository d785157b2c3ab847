"""Clients that don't read their replies: how long others wait, and how much memory the server holds meanwhile."""

import resource
import socket
import struct
import time

from support import Promises, Server, database, figure

CONNECTIONS = 600
PLACES = 500
CLIENTS = 60
# Connections to the database: as many pages are made at a time.
POOL = 4
STREAMS = 168
WRITE_TIMEOUT = 3
UNSENT = 64 << 20
MEBIBYTE = 1 << 20
# The server looks at its clocks now and then, and this machine may be busy.
SLACK = 30


def unread(server, path):
    """A connection that sends requests and reads nothing, with a small window."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(30)
    client.connect(("127.0.0.1", server.port))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
    return client


def served_after(server, path="/v1/tasks?limit=1"):
    """Seconds until a request of another client is answered."""
    begin = time.monotonic()
    while True:
        try:
            status, _, _ = server.ask("GET", path, timeout=60)
            if status == 200:
                return time.monotonic() - begin
        except OSError:
            pass
        if time.monotonic() - begin > 60:
            return float("inf")
        time.sleep(0.05)


def filled(server):
    """Rows that make a large page; returns the bytes of one."""
    for number in range(100):
        task = {"title": f"task {number}", "created_by": "x" * 200_000}
        status, _, reply = server.ask("POST", "/v1/tasks", task)
        if status != 201:
            raise SystemExit(f"{status}: {reply}")
    _, headers, _ = server.ask("GET", "/v1/tasks?limit=100")
    return int(headers["Content-Length"])


def watched(server, seconds):
    """The most memory that the server holds in this time."""
    most, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        most = max(most, server.resident())
        time.sleep(0.05)
    return most


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def window_0(server, path, streams):
    """A connection of HTTP/2 whose streams have no room."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=0.2)
    # SETTINGS_INITIAL_WINDOW_SIZE is 0; the heads are of the static table, but for the path and the authority (RFC 7541).
    sent = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, struct.pack(">HI", 4, 0))
    head = b"\x82\x86\x04" + bytes([len(path)]) + path.encode() + b"\x01\x01h"
    for number in range(streams):
        sent += frame(1, 5, 2 * number + 1, head)
    client.sendall(sent)
    return client


def answer_pings(client, server, limit):
    """Answers pings until the server ends the connection; returns after how long, and the most memory that the server held."""
    begin, most, buffer = time.monotonic(), 0, b""
    while time.monotonic() - begin < limit:
        most = max(most, server.resident())
        try:
            data = client.recv(65536)
            if not data:
                return time.monotonic() - begin, most
            buffer += data
        except TimeoutError:
            continue
        except OSError:
            return time.monotonic() - begin, most
        while len(buffer) >= 9 and len(buffer) >= 9 + int.from_bytes(buffer[:3], "big"):
            length, kind, flags = int.from_bytes(buffer[:3], "big"), buffer[3], buffer[4]
            payload, buffer = buffer[9 : 9 + length], buffer[9 + length :]
            try:
                if kind == 4 and not flags & 1:
                    client.sendall(frame(4, 1, 0))
                if kind == 6 and not flags & 1:
                    client.sendall(frame(6, 1, 0, payload))
            except OSError:
                return time.monotonic() - begin, most
    return float("inf"), most


def main():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    promises = Promises()
    flags = ["--write-timeout", str(WRITE_TIMEOUT), "--connection-limit", str(PLACES), "--unsent-limit", str(UNSENT), "--max-limit", "100", "--pool-max", str(POOL)]
    with database("sqlite") as datastore, Server("tasks", datastore, *flags) as server:
        before = server.resident()
        figure("memory before", before / MEBIBYTE, "MiB")

        clients = [unread(server, "/docs/redoc.js") for _ in range(CONNECTIONS)]
        seconds = served_after(server)
        figure(f"{CONNECTIONS} connections read nothing, {PLACES} places: others served after", seconds, "s")
        figure("memory meanwhile", server.resident() / MEBIBYTE, "MiB")
        promises.hold(seconds < 2 * WRITE_TIMEOUT + SLACK, "clients that read nothing don't block others")
        promises.hold(server.output().count("CONNECTION_LIMIT is reached") >= 1, "the log has that the limit is reached")
        for client in clients:
            client.close()

        page = filled(server)
        figure("a page of the list", page / MEBIBYTE, "MiB")
        # What waits, and what is being made: rows and the page of them.
        bound = UNSENT + POOL * 2 * page + 64 * MEBIBYTE
        base = server.resident()
        clients = [unread(server, "/v1/tasks?limit=100") for _ in range(CLIENTS)]
        most = watched(server, WRITE_TIMEOUT)
        seconds = served_after(server)
        figure(f"{CLIENTS} clients don't read that page: memory grows by", (most - base) / MEBIBYTE, "MiB")
        figure("others served after", seconds, "s")
        promises.hold(most - base < bound, "unread pages take a bounded amount of memory")
        promises.hold(seconds < WRITE_TIMEOUT + SLACK, "others are served meanwhile")
        for client in clients:
            client.close()

        time.sleep(WRITE_TIMEOUT)
        base = server.resident()
        client = window_0(server, "/v1/tasks?limit=100", STREAMS)
        seconds, most = answer_pings(client, server, 4 * WRITE_TIMEOUT + SLACK)
        figure(f"1 connection of HTTP/2, {STREAMS} streams without room: memory grows by", (most - base) / MEBIBYTE, "MiB")
        figure("it was ended after", seconds, "s")
        promises.hold(most - base < bound, "streams without room take a bounded amount of memory")
        promises.hold(seconds < 4 * WRITE_TIMEOUT + SLACK, "a connection whose streams have no room ends")
        client.close()

        time.sleep(1)
        figure("memory after", server.resident() / MEBIBYTE, "MiB")
        promises.hold("panicked" not in server.output(), "nothing panics")
    promises.end()


main()
