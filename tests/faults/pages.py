"""Pages of large rows: how many bytes one has, whether a walk meets each row once, and how long others wait meanwhile."""

import re
import threading
import time

from support import Promises, Server, database, figure, kinds, migrated

ROWS = 60
# Of each row, just below the limit of a body.
BYTES = 900_000
# The default of PAGE_BYTES.
PAGE = 8 * 1024 * 1024
READERS = 4
# How long a small request may wait beside them, in seconds: builds without optimisation and slow machines included.
LONGEST = 3


def place():
    one = {"street": "x" * 80, "prices": {}}
    return {"street": "here", "prices": {}, "near": [one] * (BYTES // 115)}


def walk(server, path):
    """The pages along `next`, each as its bytes and its ids, and their counts."""
    pages, totals = [], set()
    while path:
        status, headers, rows = server.ask("GET", path, timeout=120)
        assert status == 200, (status, rows)
        pages.append((int(headers["Content-Length"]), [row["id"] for row in rows]))
        totals.add(headers["X-Total-Count"])
        following = re.search(r'<http://[^/]+([^>]*)>; rel="next"', headers.get("Link") or "")
        path = following and following[1]
    return pages, totals


def slowest(server, path):
    """Reads pages at once with others, and returns how long the slowest small request took meanwhile."""
    done = threading.Event()
    times = []

    def small():
        while not done.is_set():
            begin = time.monotonic()
            status, _, _ = server.ask("GET", path)
            assert status == 200, status
            times.append(time.monotonic() - begin)

    def large():
        server.ask("GET", "/v1/tasks?limit=100", timeout=120)

    watcher = threading.Thread(target=small)
    readers = [threading.Thread(target=large) for _ in range(READERS)]
    watcher.start()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    done.set()
    watcher.join()
    return max(times), len(times)


promises = Promises()
for kind in kinds():
    print(kind)
    with database(kind) as datastore, Server("tasks", migrated("tasks", datastore)) as server:
        body = place()
        for row in range(ROWS):
            status, _, reply = server.ask("POST", "/v1/tasks", {"title": f"Task {row:02}", "place": body}, timeout=60)
            assert status == 201, (status, reply)
        status, _, little = server.ask("POST", "/v1/tasks", {"title": "A small one"})
        assert status == 201, (status, little)
        before = server.resident()
        pages, totals = walk(server, "/v1/tasks?limit=100&title=" + "&title=".join(f"Task+{row:02}" for row in range(ROWS)))
        after = server.resident()
        ids = [one for _, page in pages for one in page]
        largest = max(size for size, _ in pages)
        figure("pages of 60 rows of 0.9 MB", len(pages))
        figure("the largest page", largest / 1e6, "MB")
        figure("memory beside it", (after - before) / 1e6, "MB")
        promises.hold(largest <= PAGE, "no page is larger than PAGE_BYTES")
        promises.hold(len(ids) == len(set(ids)) == ROWS, "a walk along next meets each row once")
        promises.hold(totals == {str(ROWS)}, "each page has the count of all rows")
        wait, count = slowest(server, f"/v1/tasks/{little['id']}")
        figure(f"small requests beside {READERS} readers of pages", count)
        figure("the slowest of them", wait, "s")
        promises.hold(wait < LONGEST, f"none waits for {LONGEST} s")
        status, _, _ = server.ask("GET", "/v1/tasks?offset=1000001")
        promises.hold(status == 422, "offset has an end")
promises.end()
