-- Creates one row a request.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"title":"A new task","severity":3,"created_by":"user1","kind":"todo"}'
