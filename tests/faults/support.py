"""What the scripts beside this file share: servers of the examples, databases, requests and figures. Python's standard library only."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from urllib.parse import urlsplit

POSTGRES = os.environ.get("TEST_POSTGRES_URL")
# A server that doesn't start or stop within this many seconds is a fault.
PATIENCE = 30


class Server:
    """A running example, on a free port of the loopback interface."""

    def __init__(self, program, datastore, *flags, variables=None, start=True):
        self.command = [os.path.join(os.environ["FAULTS_PROGRAMS"], program), "--datastore", datastore, "serve", "--port", "0", *flags]
        self.variables = variables or {}
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log", prefix="faults-")
        if start:
            self.start()

    def start(self, port=0):
        command = list(self.command)
        command[command.index("--port") + 1] = str(port)
        environment = {"PATH": os.environ["PATH"], "LOG_LEVEL": "info", **self.variables}
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while True:
            # The banner names the port that was free.
            found = re.search(r"API\s+http://[^:/\s]+:(\d+)", self.output())
            if found:
                self.port = int(found[1])
                return self
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the server didn't start:\n{self.output()}")
            time.sleep(0.02)

    def output(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            return log.read()

    def connect(self, timeout=PATIENCE):
        """A plain connection, to speak in bytes."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def ask(self, method, path, body=None, timeout=PATIENCE, headers=None):
        """One request on a connection of its own: status, headers and the body, parsed if it is JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = {"Content-Type": "application/json", **(headers or {})} if body is not None else headers or {}
            text = body if body is None or isinstance(body, (str, bytes)) else json.dumps(body)
            connection.request(method, path, body=text, headers=sent)
            reply = connection.getresponse()
            data = reply.read()
            if "json" in (reply.headers.get("Content-Type") or ""):
                data = json.loads(data)
            return reply.status, reply.headers, data
        finally:
            connection.close()

    def resident(self):
        """Bytes of memory that the server holds now (Linux)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) * 1024

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def psql(url, statement, check=True):
    """Runs a statement, and returns what it prints, bare."""
    done = subprocess.run(["psql", "--no-psqlrc", "-qAtc", statement, url], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if check and done.returncode:
        raise SystemExit(f"psql: {done.stderr.strip()}")
    return done.stdout.strip()


@contextmanager
def database(kind):
    """The URL of a new, empty database of `sqlite` or `postgres`, which is gone afterwards."""
    if kind == "sqlite":
        folder = tempfile.mkdtemp(prefix="faults-")
        try:
            yield f"sqlite://{folder}/faults.sqlite"
        finally:
            shutil.rmtree(folder)
        return
    name = f"faults_{uuid.uuid4().hex}"
    psql(POSTGRES, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
    finally:
        psql(POSTGRES, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def migrated(program, datastore):
    """Brings a database up to an example."""
    command = [os.path.join(os.environ["FAULTS_PROGRAMS"], program), "--datastore", datastore, "migrate"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]})
    if done.returncode:
        raise SystemExit(f"migrate: {done.stdout}{done.stderr}")
    return datastore


def kinds():
    """The databases at hand; prints a note if PostgreSQL isn't."""
    if POSTGRES and shutil.which("psql"):
        return ["sqlite", "postgres"]
    print("left out: PostgreSQL; set TEST_POSTGRES_URL and install psql")
    return ["sqlite"]


def figure(name, value, unit=""):
    """Prints one figure."""
    shown = f"{value:.2f}" if isinstance(value, float) else value
    print(f"  {name:<58} {shown} {unit}".rstrip(), flush=True)


class Promises:
    """Collects what was promised and didn't hold."""

    def __init__(self):
        self.broken = 0

    def hold(self, condition, promise):
        print(f"  {'held  ' if condition else 'BROKEN'}  {promise}", flush=True)
        self.broken += not condition

    def end(self):
        sys.exit(1 if self.broken else 0)
