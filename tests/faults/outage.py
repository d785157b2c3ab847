"""Takes the database away from a running server: a file that can't grow, one that may only be read, a server that allows no connection. Requests
get `Retry-After`, the log has it once, and everything works again afterwards."""

import os
import resource
import time
from collections import Counter
from urllib.parse import urlsplit

from support import PATIENCE, POSTGRES, Promises, Server, database, figure, kinds, migrated, psql

REQUESTS = 60
# A file may have so many bytes while the disk is full: more than the log, less than the database's own log has by then.
FULL = 128 * 1024

promises = Promises()


def create(server, number=0):
    body = {"title": f"task {number} {time.time_ns()}"}
    return server.ask("POST", "/v1/tasks", body)


def ask(server, times, reads=True):
    """Requests, their replies, and how many of the refused ones lack `Retry-After`."""
    statuses, silent = Counter(), 0
    for number in range(times):
        replies = [create(server, number)]
        if reads:
            replies.append(server.ask("GET", "/v1/tasks?limit=5"))
        for status, headers, _ in replies:
            statuses[status] += 1
            silent += status >= 500 and headers.get("Retry-After") is None
    return statuses, silent


def judge(what, server, statuses, silent, allowed):
    for status, count in sorted(statuses.items()):
        figure(f"{what}: requests answered with {status}", count)
    lines = server.output().count(" ERROR ")
    figure(f"{what}: errors in the log", lines)
    promises.hold(set(statuses) <= allowed and 503 in statuses and not silent, f"{what}: refused with 503 and Retry-After, and no other error")
    promises.hold(lines == 1, f"{what}: one error in the log")


def comes_back(what, server):
    deadline = time.monotonic() + PATIENCE
    while create(server)[0] != 201 and time.monotonic() < deadline:
        time.sleep(0.1)
    promises.hold(create(server)[0] == 201, f"{what}: works again afterwards")


def full():
    with database("sqlite") as url:
        migrated("tasks", url)
        server = Server("tasks", url, start=False)
        # The server itself takes the failed write, not the signal that comes with it.
        server.command = ["/bin/sh", "-c", 'trap "" XFSZ; exec "$@"', "sh", *server.command]
        with server.start():
            path = url.removeprefix("sqlite://")
            number = 0
            while os.path.getsize(f"{path}-wal") < 2 * FULL and number < 1000:
                create(server, number)
                number += 1
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))
            statuses, silent = ask(server, REQUESTS)
            judge("sqlite full", server, statuses, silent, {200, 503})
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            comes_back("sqlite full", server)


def read_only():
    with database("sqlite") as url:
        migrated("tasks", url)
        with Server("tasks", f"{url}?mode=ro") as server:
            statuses, silent = ask(server, REQUESTS)
            judge("sqlite read-only", server, statuses, silent, {200, 503})


def no_connections():
    with database("postgres") as url:
        migrated("tasks", url)
        name = urlsplit(url).path.lstrip("/")
        with Server("tasks", url) as server:
            create(server)
            psql(POSTGRES, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            psql(POSTGRES, f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'")
            statuses, silent = ask(server, REQUESTS)
            judge("postgres without connections", server, statuses, silent, {503})
            psql(POSTGRES, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            comes_back("postgres without connections", server)


full()
read_only()
if "postgres" in kinds():
    no_connections()
promises.end()
