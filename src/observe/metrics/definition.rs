//! What is counted: the names, as Prometheus and OpenMetrics have them, and what they mean. The guide's table is made from it.

/// The type of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Counter,
    Gauge,
    Histogram,
}

impl Type {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// A metric.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) name: &'static str,
    pub(super) r#type: Type,
    pub(super) labels: &'static [&'static str],
    /// One line.
    pub(super) help: &'static str,
}

macro_rules! definitions {
    ($($constant:ident: $type:ident $name:literal [$($label:literal),*] $help:literal;)*) => {
        $(pub(super) const $constant: &Definition = &Definition {
            name: $name,
            r#type: Type::$type,
            labels: &[$($label),*],
            help: $help,
        };)*

        /// All of them, in the order in which they are shown.
        #[cfg(test)]
        pub(super) const ALL: &[&Definition] = &[$($constant),*];
    };
}

definitions! {
    REQUESTS: Counter "http_requests_total" ["method", "route", "status"]
        "Requests that have ended; the status is 499 if the client left before there was a reply";
    REQUEST_TIME: Histogram "http_request_duration_seconds" ["method", "route"]
        "Time from the head of a request to the end of its reply";
    IN_FLIGHT: Gauge "http_requests_in_flight" []
        "Requests that are being answered, or whose reply is being sent";
    CONNECTIONS: Gauge "http_connections" []
        "Open connections, without those that became sockets";
    CONNECTION_LIMIT: Gauge "http_connections_limit" []
        "The most connections at a time; more wait";
    REFUSED: Counter "http_connections_refused_total" []
        "Connections that were closed because their address had too many";
    STATEMENT_TIME: Histogram "db_statement_duration_seconds" ["kind"]
        "Time of statements on the database, without the wait for a connection";
    STATEMENT_ERRORS: Counter "db_statement_errors_total" ["kind"]
        "Statements that failed or were cut off";
    POOL: Gauge "db_pool_connections" ["state"]
        "Open connections to the database: in use, or idle";
    POOL_LIMIT: Gauge "db_pool_connections_limit" []
        "The most connections to the database";
    POOL_WAITING: Gauge "db_pool_waiting" []
        "Requests that wait for a connection to the database, or for their turn to write";
    POOL_WAIT_TIME: Histogram "db_pool_wait_duration_seconds" []
        "Time of those waits; statements that didn't wait aren't counted";
    SOCKETS: Gauge "sockets_open" []
        "Open sockets";
    SOCKETS_CLOSED: Counter "sockets_closed_total" ["code"]
        "Sockets that have ended, by the code of the close frame; lost: without one";
    RECEIVED: Counter "socket_messages_received_total" []
        "Messages of the clients of sockets";
    QUEUED: Counter "socket_messages_queued_total" []
        "Messages that were queued for the clients of sockets, answers not counted";
    DROPPED: Counter "socket_messages_dropped_total" []
        "Messages that weren't queued because the client of the socket reads too slowly, which closes it";
    PUBLISHED: Counter "broker_messages_published_total" ["outcome"]
        "Messages that were passed to the broker: done, or failed";
    DELIVERED: Counter "broker_messages_received_total" []
        "Messages that the broker has delivered to this server";
    BROKER_LOST: Gauge "broker_connections_lost" []
        "Connections to the broker that are lost at the moment";
    BROKER_LOSSES: Counter "broker_connection_losses_total" []
        "Times that a connection to the broker was lost";
    MEMORY: Gauge "process_resident_memory_bytes" []
        "Memory of the process in RAM";
    VIRTUAL_MEMORY: Gauge "process_virtual_memory_bytes" []
        "Virtual memory of the process";
    CPU: Counter "process_cpu_seconds_total" []
        "CPU time of the process, user and system";
    THREADS: Gauge "process_threads" []
        "Threads of the process";
    FILES: Gauge "process_open_fds" []
        "Open file descriptors of the process";
    FILE_LIMIT: Gauge "process_max_fds" []
        "The most file descriptors that the process may open";
    STARTED: Gauge "process_start_time_seconds" []
        "When the process started, in seconds since 1970";
    BUILD: Gauge "build_info" ["api", "version", "warp_openapi"]
        "1, with the name of the API, its version, and the version of this crate";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_conventions() {
        for definition in ALL {
            let name = definition.name;
            assert_eq!(name.ends_with("_total"), definition.r#type == Type::Counter, "{name}");
            let is_time = definition.r#type == Type::Histogram;
            assert!(!is_time || name.ends_with("_seconds"), "{name}");
            assert!(
                !definition.help.ends_with('.') && !definition.help.contains(['\n', '\\', '"']),
                "{name}"
            );
        }
    }
}
