"""One row that another transaction keeps locked: the effect on requests that change it, on all others, and on the change afterwards.

The lock is held ten times as long as the server waits for one, as the 75 s of the report are to the limits of a server in earnest.
"""

import sqlite3
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from support import Promises, Server, database, figure, kinds, migrated, psql

LOCK_TIMEOUT = 1
HELD = 10 * LOCK_TIMEOUT
CHANGES = 50
# Answers come after the lock timeout, once to be had in the program and once at the database, and after what a slow machine adds.
PATIENCE = 4 * LOCK_TIMEOUT + 4


@contextmanager
def locked(kind, url, row):
    """Locks the row, on SQLite the database, until the block ends."""
    if kind == "sqlite":
        holder = sqlite3.connect(url.removeprefix("sqlite://"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
        holder.close()
        return
    session = subprocess.Popen(["psql", "--no-psqlrc", "-qAt", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    session.stdin.write(f"BEGIN; SELECT 'locked' FROM tasks WHERE id = '{row}' FOR UPDATE;\n")
    session.stdin.flush()
    session.stdout.readline()
    yield
    session.stdin.write("ROLLBACK;\n")
    session.stdin.close()
    session.wait()
    session.stdout.close()


def waiting(url):
    """How many statements of this database wait for locks."""
    return int(psql(url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))


def others(server, row, kind, stop, seen):
    """Sends other requests, and changes another row where others may write, until it is stopped."""
    while not stop.is_set():
        asked = [("GET", "/v1/tasks", None), ("GET", f"/v1/tasks/{row}", None)]
        if kind == "postgres":
            asked += [("PATCH", f"/v1/tasks/{row}", {"severity": 2})]
        for method, path, body in asked:
            begun = time.monotonic()
            try:
                status = server.ask(method, path, body)[0]
            except OSError:
                status = 0
            seen.append((status == 200, time.monotonic() - begun))
        time.sleep(0.02)


def changed(server, row):
    begun = time.monotonic()
    status = server.ask("PATCH", f"/v1/tasks/{row}", {"severity": 9})[0]
    return status, time.monotonic() - begun


def run(kind, promises):
    print(f"-- {kind}")
    with database(kind) as url:
        migrated("tasks", url)
        flags = ["--lock-timeout", str(LOCK_TIMEOUT), "--statement-timeout", str(3 * LOCK_TIMEOUT)]
        with Server("tasks", url, *flags) as server:
            rows = [server.ask("POST", "/v1/tasks", {"title": title, "severity": 1})[2]["id"] for title in ("locked", "another")]
            stop, seen = threading.Event(), []
            asking = threading.Thread(target=others, args=(server, rows[1], kind, stop, seen))
            with locked(kind, url, rows[0]):
                held = time.monotonic()
                status, seconds = changed(server, rows[0])
                figure("PATCH of the locked row: status", status)
                figure("PATCH of the locked row: answered after", seconds, "s")
                asking.start()
                with ThreadPoolExecutor(CHANGES) as pool:
                    many = list(pool.map(lambda _: changed(server, rows[0]), range(CHANGES)))
                stop.set()
                asking.join()
                left = waiting(url) if kind == "postgres" else 0
                time.sleep(max(0, held + HELD - time.monotonic()))
            figure(f"{CHANGES} PATCHes at once: answered with 503", sum(status == 503 for status, _ in many))
            figure(f"{CHANGES} PATCHes at once: the last answered after", max(seconds for _, seconds in many), "s")
            good = sum(ok for ok, _ in seen)
            figure("other requests meanwhile", len(seen))
            figure("other requests that succeeded", 100 * good / max(1, len(seen)), "%")
            figure("the slowest of them", max((seconds for _, seconds in seen), default=0.0), "s")
            figure("statements that wait after their clients were answered", left)
            # What still waited would have had the row before this.
            other = server.ask("PATCH", f"/v1/tasks/{rows[1]}", {"severity": 3})[0]
            severity = server.ask("GET", f"/v1/tasks/{rows[0]}")[2]["severity"]
            figure("severity of the row after the lock (it was 1)", severity)
            promises.hold(status == 503 and all(status == 503 for status, _ in many), "a change that can't be made is 503")
            promises.hold(seconds < PATIENCE and max(seconds for _, seconds in many) < PATIENCE, f"it gets a reply within {PATIENCE} s")
            promises.hold(severity == 1 and other == 200, "a change that was answered with an error isn't made later")
            promises.hold(left == 0, "no statement outlives its answer")
            promises.hold(seen and good == len(seen), "other requests are answered meanwhile")


if __name__ == "__main__":
    promises = Promises()
    for kind in kinds():
        run(kind, promises)
    promises.end()
