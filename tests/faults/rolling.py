"""Alters the tables of a running server from beside, as when a newer version is rolled out: no step of the classes `safe` and `locks` may cost
a request, and an older program starts on a newer database."""

import http.client
import json
import sqlite3
import threading
import time
from collections import Counter

from support import PATIENCE, Promises, Server, database, figure, kinds, migrated, psql

CLIENTS = 8
# So many requests between two steps, and after the last.
BETWEEN = 200

# Steps of the classes `safe` and `locks`, by database.
STEPS = {
    "sqlite": [
        "ALTER TABLE tasks ADD COLUMN colour text",
        "ALTER TABLE tasks ADD COLUMN size integer NOT NULL DEFAULT 3",
        "CREATE TABLE others (id integer PRIMARY KEY)",
        "CREATE INDEX rolling_title ON tasks (title)",
        "DROP INDEX rolling_title",
    ],
    "postgres": [
        "ALTER TABLE tasks ADD COLUMN colour text",
        "ALTER TABLE tasks ADD COLUMN size integer NOT NULL DEFAULT 3",
        "CREATE TABLE others (id bigint PRIMARY KEY)",
        'ALTER TABLE tasks ALTER COLUMN title TYPE varchar(200) COLLATE "C"',
        "ALTER TABLE tasks ALTER COLUMN severity TYPE bigint",
        "ALTER TABLE tasks ALTER COLUMN story_points TYPE numeric(14, 2)",
        "CREATE INDEX rolling_title ON tasks (title)",
        "DROP INDEX rolling_title",
    ],
}


class Load:
    """Requests of all kinds from several clients, each on a connection of its own, and what came of them."""

    def __init__(self, server):
        self.server, self.statuses, self.count = server, Counter(), 0
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)

        def ask(method, path, body=None, headers=None):
            text = None if body is None else json.dumps(body)
            connection.request(method, path, body=text, headers={"Content-Type": "application/json", **(headers or {})})
            reply = connection.getresponse()
            data = reply.read()
            with self.lock:
                self.statuses[reply.status] += 1
                self.count += 1
            return reply, json.loads(data) if data and reply.status < 300 else {}

        turn = 0
        while not self.ended.is_set():
            turn += 1
            reply, task = ask("POST", "/v1/tasks", {"title": f"task {number} {turn} {time.time_ns()}"})
            path = f"/v1/tasks/{task.get('id')}"
            ask("GET", "/v1/tasks?limit=5")
            ask("PATCH", path, {"severity": 3})
            reply, _ = ask("GET", path)
            ask("PATCH", path, {"severity": 4}, {"If-Match": reply.headers.get("ETag") or "*"})
            ask("DELETE", path)
        connection.close()

    def wait(self, requests):
        """Waits until so many more are answered."""
        wanted, deadline = self.count + requests, time.monotonic() + PATIENCE
        while self.count < wanted and time.monotonic() < deadline:
            time.sleep(0.01)

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()


def execute(kind, url, statement):
    if kind == "postgres":
        return psql(url, statement)
    with sqlite3.connect(url.removeprefix("sqlite://"), timeout=PATIENCE) as connection:
        connection.execute(statement)


promises = Promises()
for kind in kinds():
    with database(kind) as url:
        migrated("tasks", url)
        with Server("tasks", url) as server:
            load = Load(server)
            load.wait(BETWEEN)
            for step in STEPS[kind]:
                execute(kind, url, step)
                load.wait(BETWEEN)
            load.end()
            for status, count in sorted(load.statuses.items()):
                figure(f"{kind}: requests answered with {status}", count)
            failed = sum(count for status, count in load.statuses.items() if status >= 400)
            promises.hold(failed == 0, f"{kind}: no request fails while {len(STEPS[kind])} steps run beside {CLIENTS} clients")
        execute(kind, url, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m99991231_000000_newer', 1)")
        with Server("tasks", url, variables={"LOG_LEVEL": "warn"}) as server:
            status, _, _ = server.ask("GET", "/v1/tasks")
            warned = "older than the database" in server.output()
            promises.hold(status == 200 and warned, f"{kind}: a program that is older than its database warns and serves")
promises.end()
