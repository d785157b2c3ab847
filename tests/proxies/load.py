"""Clients that keep their connections open, send GET and POST, and check every byte of what they get."""

import asyncio
import gzip
import json
import random
import ssl
from collections import Counter

# No reply may take longer. A server that loses a request would otherwise keep the test waiting.
PATIENCE = 30
HOST = "tasks.example.com"


class Failed(Exception):
    """A request that wasn't answered as it has to be."""


class Connection:
    """One connection of HTTP/1.1."""

    def __init__(self, connect):
        self.connect, self.reader, self.writer = connect, None, None
        self.opened = 0

    async def close(self):
        writer, self.reader, self.writer = self.writer, None, None
        if writer is not None:
            writer.close()
            try:
                await writer.wait_closed()
            except (OSError, ssl.SSLError):
                pass

    async def ask(self, method, path, body=None, headers=()):
        """Sends a request, and returns status, headers and the bytes of the body as they were sent."""
        # A connection that its server has closed is opened again, as every client does.
        if self.reader is None or self.reader.at_eof():
            await self.close()
            self.reader, self.writer = await self.connect()
            self.opened += 1
        head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Accept-Encoding: gzip", *headers]
        data = b""
        if body is not None:
            data = json.dumps(body).encode()
            head += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        self.writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + data)
        try:
            return await asyncio.wait_for(self.reply(), PATIENCE)
        except BaseException:
            await self.close()
            raise

    async def reply(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        if status in (204, 304):
            data = b""
        elif "content-length" in headers:
            data = await self.reader.readexactly(int(headers["content-length"]))
        elif headers.get("transfer-encoding") == "chunked":
            data = await self.chunks()
        else:
            raise Failed("the reply has neither a length nor chunks")
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return status, headers, data

    async def chunks(self):
        chunks = []
        while size := int((await self.reader.readline()).split(b";")[0], 16):
            chunks.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(chunks)


class Load:
    """At least so many requests over so many connections, and on until `ended`. What failed is in `failures`, and `created` counts the rows that were promised."""

    def __init__(self, connect, requests, clients=16, name="t"):
        self.connect, self.requests, self.clients, self.name = connect, requests, clients, name
        self.sent = self.answered = self.created = self.opened = self.compressed = self.unchanged = 0
        self.failures, self.examples = Counter(), []
        self.ended = False
        self.changed = asyncio.Condition()

    async def run(self):
        await asyncio.gather(*(self.client(number) for number in range(self.clients)))

    async def reached(self, answered):
        """Waits until so many requests are answered."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.answered >= answered)

    async def client(self, number):
        connection, seed = Connection(self.connect), random.Random(number)
        turn, location, seen = 0, None, {}
        while self.sent < self.requests or not self.ended:
            self.sent += 1
            turn += 1
            # Now and then a client is silent, so that idle connections are part of it.
            if turn % 50 == 0:
                await asyncio.sleep(seed.uniform(0, 0.3))
            kind = turn % 5 if location else 0
            try:
                if kind == 0:
                    location = await self.post(connection, f"{self.name} {number} {turn}")
                elif kind in (1, 3):
                    await self.read(connection, location, seen)
                else:
                    await self.list(connection)
            except (Failed, OSError, EOFError, asyncio.TimeoutError, ValueError) as error:
                self.failures[f"{('POST', 'GET one', 'GET list', 'GET one', 'GET list')[kind]}: {type(error).__name__}"] += 1
                self.examples.append(f"{number}/{turn}: {error!r}")
                await connection.close()
            async with self.changed:
                self.answered += 1
                self.changed.notify_all()
        self.opened += connection.opened
        await connection.close()

    async def post(self, connection, title):
        status, headers, data = await connection.ask("POST", "/v1/tasks", {"title": title, "created_by": title})
        if status != 201:
            raise Failed(f"POST: {status} {data[:300]!r}")
        self.created += 1
        task = json.loads(self.plain(headers, data))
        path = f"/v1/tasks/{task['id']}"
        if task["title"] != title or not headers["location"].endswith(path):
            raise Failed(f"POST: another reply: {headers} {data!r}")
        return path

    async def read(self, connection, path, seen):
        known = seen.get("path") == path
        status, headers, data = await connection.ask("GET", path, headers=[f"If-None-Match: {seen['etag']}"] if known else ())
        if status == 304 and known:
            self.unchanged += 1
            return
        if status != 200:
            raise Failed(f"GET {path}: {status} {data[:300]!r}")
        task = json.loads(self.plain(headers, data))
        if path != f"/v1/tasks/{task['id']}":
            raise Failed(f"GET {path}: another reply: {data!r}")
        seen.update(path=path, etag=headers["etag"])

    async def list(self, connection):
        status, headers, data = await connection.ask("GET", "/v1/tasks?limit=20")
        if status != 200:
            raise Failed(f"GET list: {status} {data[:300]!r}")
        tasks = json.loads(self.plain(headers, data))
        if len(tasks) > 20 or not all(task["id"] and task["title"] for task in tasks):
            raise Failed(f"GET list: another reply: {data[:300]!r}")
        # From 1 KiB on.
        if len(tasks) == 20 and headers.get("content-encoding") != "gzip":
            raise Failed(f"GET list: not compressed: {headers}")

    def plain(self, headers, data):
        if "content-encoding" not in headers:
            return data
        if headers["content-encoding"] != "gzip" or "-gzip" not in headers.get("etag", "-gzip"):
            raise Failed(f"compressed in another way: {headers}")
        self.compressed += 1
        return gzip.decompress(data)


def to_port(port, tls=None):
    """Connects to a port of this machine."""

    async def connect():
        return await asyncio.open_connection("127.0.0.1", port, ssl=tls, server_hostname=HOST if tls else None)

    return connect
