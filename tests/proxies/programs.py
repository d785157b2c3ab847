"""The programs of these tests: servers of the example `tasks`, proxies with the settings in examples/deploy, and their certificate."""

import asyncio
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from load import HOST, PATIENCE, Connection, to_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "examples" / "deploy"
PROGRAM = os.environ.get("TASKS", str(ROOT / "target" / "debug" / "tasks"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def quick(*command, **options):
    """Runs a command that ends by itself, and returns what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False, **options)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


class Process:
    """A program that runs until it is stopped, and its log."""

    def __init__(self, command, **options):
        self.command, self.options = command, options
        self.log = tempfile.NamedTemporaryFile("w+", prefix="proxies-", suffix=".log")
        self.process = None

    def begin(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, **self.options)

    def output(self):
        return pathlib.Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    async def until(self, is_so, what):
        deadline = time.monotonic() + PATIENCE
        while not await is_so():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{self.command[0]}: {what}:\n{self.output()[-4000:]}")
            await asyncio.sleep(0.02)

    async def stop(self, how=signal.SIGTERM):
        """Stops it, and returns its exit code once it has ended."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
            deadline = time.monotonic() + PATIENCE
            while self.process.poll() is None:
                if time.monotonic() > deadline:
                    self.process.kill()
                await asyncio.sleep(0.02)
        return self.process.returncode


class Server(Process):
    """A server of the example, with its probes on a port of their own."""

    def __init__(self, datastore, *flags, program=PROGRAM, environment=None, wrapper=(), **options):
        self.port, self.admin_port = free_port(), free_port()
        command = [*wrapper, program, "--datastore", datastore, "serve", "--port", str(self.port), "--admin-port", str(self.admin_port), *flags]
        variables = {"PATH": os.environ["PATH"], "LOG_LEVEL": "info", "ALLOWED_HOSTS": HOST, **(environment or {})}
        super().__init__(command, env=variables, **options)

    async def start(self):
        self.begin()
        await self.until(self.is_ready, "the server isn't ready")
        return self

    async def is_ready(self):
        connection = Connection(to_port(self.admin_port))
        try:
            status, _, _ = await connection.ask("GET", "/ready")
            return status == 200
        except (OSError, EOFError):
            return False
        finally:
            await connection.close()

    async def restart(self):
        code = await self.stop()
        if code != 0:
            raise SystemExit(f"the server ended with {code}:\n{self.output()[-4000:]}")
        await self.start()


def certificate(folder, name="one"):
    """Makes a certificate: the files of its chain and its key, and its serial number."""
    chain, key = f"{folder}/{name}.pem", f"{folder}/{name}.key"
    quick("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
          "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", chain)
    return chain, key


def trusting(*chains):
    context = ssl.create_default_context()
    for chain in chains:
        context.load_verify_locations(chain)
    return context


def adapted(file, changes):
    """The text of a file in examples/deploy, with what depends on the machine replaced. Each change must be possible."""
    text = (DEPLOY / file).read_text(encoding="utf-8")
    for old, new in changes.items():
        if old not in text:
            raise SystemExit(f"examples/deploy/{file} has no `{old}` any more; change tests/proxies with it")
        text = text.replace(old, new)
    return text


class Proxy(Process):
    """nginx or HAProxy in front of two servers. It speaks TLS on `port`."""

    def __init__(self, kind, folder, servers, path="/v1/tasks"):
        self.port, plain = free_port(), free_port()
        self.path = path
        chain, key = certificate(folder)
        self.tls = trusting(chain)
        command = getattr(self, kind)(folder, servers, plain, chain, key)
        super().__init__(command)

    def nginx(self, folder, servers, plain, chain, key):
        text = adapted("nginx/tasks.conf", {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "listen 80": f"listen 127.0.0.1:{plain}",
            "/etc/ssl/tasks/chain.pem": chain,
            "/etc/ssl/tasks/key.pem": key,
            "10.0.0.1:8080": f"127.0.0.1:{servers[0].port}",
            "10.0.0.2:8080": f"127.0.0.1:{servers[1].port}",
        })
        pathlib.Path(folder, "tasks.conf").write_text(text, encoding="utf-8")
        folders = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        main = pathlib.Path(folder, "nginx.conf")
        user = "user root;" if os.getuid() == 0 else ""
        main.write_text(f"""{user} daemon off; pid {folder}/nginx.pid; error_log stderr warn; worker_processes 2;
            events {{ worker_connections 1024; }}
            http {{ access_log off; {folders} include {folder}/tasks.conf; }}""", encoding="utf-8")
        quick("nginx", "-t", "-q", "-e", "stderr", "-c", str(main))
        return ["nginx", "-e", "stderr", "-c", str(main)]

    def haproxy(self, folder, servers, plain, chain, key):
        together = pathlib.Path(folder, "tasks.pem")
        together.write_text(pathlib.Path(chain).read_text() + pathlib.Path(key).read_text(), encoding="utf-8")
        text = adapted("haproxy/haproxy.cfg", {
            "maxconn 20000": "maxconn 1000",
            "bind :443": f"bind 127.0.0.1:{self.port}",
            "bind :80": f"bind 127.0.0.1:{plain}",
            "/etc/haproxy/tasks.pem": str(together),
            " port 9090": "",
            "10.0.0.1:8080": f"127.0.0.1:{servers[0].port} port {servers[0].admin_port}",
            "10.0.0.2:8080": f"127.0.0.1:{servers[1].port} port {servers[1].admin_port}",
        })
        main = pathlib.Path(folder, "haproxy.cfg")
        main.write_text(text, encoding="utf-8")
        quick("haproxy", "-c", "-f", str(main))
        return ["haproxy", "-W", "-db", "-f", str(main)]

    async def start(self):
        self.begin()
        await self.until(self.is_answering, "the proxy doesn't answer")
        return self

    async def is_answering(self):
        connection = Connection(to_port(self.port, self.tls))
        try:
            status, _, _ = await connection.ask("GET", f"{self.path}?limit=1")
            return status == 200
        except (OSError, EOFError):
            return False
        finally:
            await connection.close()


class Manager:
    """What systemd does: it keeps a socket open, passes it to each server, and is told their states."""

    def __init__(self, folder):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self.listener.getsockname()[1]
        self.path = f"{folder}/notify"
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(self.path)
        self.notify.setblocking(False)

    def server(self, datastore, *flags):
        # Only the process itself knows its ID: this Python becomes the server.
        become = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid())); os.execv(sys.argv[2], sys.argv[2:])"
        wrapper = [sys.executable, "-c", become, str(self.listener.fileno())]
        # Longer than a client of the load is silent: so each learns from a reply that its connection ends, before the server closes it.
        flags = ["--drain-delay", "1", *flags]
        return Server(datastore, *flags, wrapper=wrapper, environment={"NOTIFY_SOCKET": self.path}, pass_fds=[self.listener.fileno()])

    def states(self):
        """What it was told since the last call, such as `READY=1`."""
        states = []
        while True:
            try:
                lines = self.notify.recv(4096).decode().split("\n")
            except BlockingIOError:
                return states
            states.append(next(line for line in lines if line and not line.startswith("MONOTONIC")))

    async def told(self, *expected):
        """Waits until it is told as many states, and returns whether they are these."""
        states, deadline = [], time.monotonic() + PATIENCE
        while len(states) < len(expected) and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
            states += self.states()
        return states == list(expected)


def psql(url, statement):
    return quick("psql", "--no-psqlrc", "-qAtc", statement, re.sub(r"\?.*", "", url)).strip()
