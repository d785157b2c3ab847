-- Reads the rows of the file IDS in turn, with the header `traceparent` if TRACEPARENT is set.
wrk.headers["traceparent"] = os.getenv("TRACEPARENT")
local ids = {}
for line in io.lines(os.getenv("IDS")) do ids[#ids + 1] = line end
local turn = 0
request = function()
    turn = turn % #ids + 1
    return wrk.format("GET", "/tasks/" .. ids[turn])
end
