//! What the service manager is told, if it asked for that: systemd with `Type=notify`.

#[cfg(unix)]
use sd_notify::NotifyState;

/// A state of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServiceState {
    /// It accepts connections.
    Ready,
    /// It reads its files again.
    Reloading,
    /// It ends.
    Stopping,
}

/// Reports a state. Without a service manager nothing happens.
#[cfg(unix)]
pub(super) fn report(state: ServiceState) {
    let states = match state {
        ServiceState::Ready => vec![NotifyState::Ready],
        ServiceState::Stopping => vec![NotifyState::Stopping],
        // Since systemd 253, reloads have a time with them.
        ServiceState::Reloading => match NotifyState::monotonic_usec_now() {
            Ok(now) => vec![NotifyState::Reloading, now],
            Err(_) => vec![NotifyState::Reloading],
        },
    };
    if let Err(error) = sd_notify::notify(&states) {
        tracing::warn!(%error, "the service manager can't be told: {state:?}");
    }
}

/// Other systems have no such service manager.
#[cfg(not(unix))]
pub(super) fn report(_: ServiceState) {}
