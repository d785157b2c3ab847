"""A socket of the example `live` through a proxy: messages arrive from the other server, and a restart closes it with 1001."""

import asyncio
import base64
import json
import os
import struct
from urllib.parse import urlsplit

from load import HOST, PATIENCE, Connection, to_port
from programs import Proxy, Server, quick

LIVE = os.environ.get("LIVE")
CLOSE, TEXT, PING, PONG = 8, 1, 9, 10


class Socket:
    """A client of RFC 6455, for short frames."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, connect):
        reader, writer = await connect()
        key = base64.b64encode(os.urandom(16)).decode()
        head = [f"GET /stream HTTP/1.1\r\nHost: {HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket", f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}"]
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n")
        status = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
        if status != b"101":
            raise SystemExit(f"the upgrade was answered with {status.decode()}")
        return cls(reader, writer)

    def send(self, message, kind=TEXT):
        data, mask = message if isinstance(message, bytes) else json.dumps(message).encode(), os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self.writer.write(bytes([0x80 | kind, 0x80 | len(data)]) + mask + masked)

    async def receive(self):
        """The next message, or the code with which the socket is closed."""
        while True:
            first, length = await self.reader.readexactly(2)
            if length == 126:
                (length,) = struct.unpack("!H", await self.reader.readexactly(2))
            data = await self.reader.readexactly(length)
            if first & 15 == TEXT:
                return json.loads(data)
            if first & 15 == CLOSE:
                self.writer.close()
                return int.from_bytes(data[:2], "big")
            if first & 15 == PING:
                self.send(data, PONG)


async def case(cases, kind):
    """Two servers, joined by PostgreSQL, each with a socket of a client. What one client changes arrives at both."""
    if not LIVE:
        print("  left out: sockets; set LIVE to the program of the example `live`")
        return
    datastore = urlsplit(cases.datastore)
    datastore = datastore._replace(path=f"{datastore.path}_live").geturl()
    environment = {"PATH": os.environ["PATH"]}
    quick(LIVE, "--datastore", datastore, "db", "create", env=environment)
    servers = [Server(datastore, "--drain-delay", "2", "--trust-proxy=1", program=LIVE) for _ in range(2)]
    proxy = None
    try:
        quick(LIVE, "--datastore", datastore, "migrate", env=environment)
        for server in servers:
            await server.start()
        proxy = await Proxy(kind, cases.folder, servers, path="/tasks").start()
        connect = to_port(proxy.port, proxy.tls)
        # Both have the fewest connections in turn.
        sockets = [await Socket.open(connect) for _ in range(2)]
        for socket in sockets:
            socket.send({"id": "1", "method": "subscribe", "payload": {"channel": "tasks"}})
            reply = await asyncio.wait_for(socket.receive(), PATIENCE)
            cases.hold("result" in reply, f"{kind}: a socket subscribes through the proxy")
        connection = Connection(connect)
        status, _, _ = await connection.ask("POST", "/tasks", {"title": "Water the plants"})
        cases.hold(status == 201, f"{kind}: a change beside the sockets: {status}")
        for socket in sockets:
            message = await asyncio.wait_for(socket.receive(), PATIENCE)
            cases.hold(message["data"]["title"] == "Water the plants", f"{kind}: the change arrives, as `{message['event']}`")
        await servers[0].restart()
        await connection.close()
        # One of the two was at this server.
        closed = [asyncio.create_task(socket.receive()) for socket in sockets]
        done, rest = await asyncio.wait(closed, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        codes = [task.result() for task in done]
        for task in rest:
            task.cancel()
        cases.hold(codes == [1001], f"{kind}: a restart closes the sockets of that server alone, with {codes}")
    finally:
        for process in [proxy, *servers]:
            if process:
                await process.stop()
        quick(LIVE, "--datastore", datastore, "db", "drop", "--force", env=environment)
